import { qualified } from "../../../core/catalog/objects.ts";
import { isGain } from "../../../core/indexes/choose/gain.ts";
import { draftText } from "../../../core/indexes/indexDraft.ts";
import type { TableStatistics } from "../../../core/indexes/statistics.ts";
import type { Evidence } from "../../../core/report/report.ts";
import { bytesText, percentText } from "../../../core/workload/amounts.ts";
import { numberText, ratioText } from "./numbers.ts";
import type { Designed } from "./report.ts";

const longestPlans = 10;

/** Tables first, then what makes the set, then the plans. */
export function designEvidence(designed: Designed): readonly Evidence[] {
  const { design: { choice, bench }, named } = designed;
  if (choice.queries.length === 0) return [];
  const real = new Map(named.map(({ chosen, name }) => [chosen.name, name]));
  const naming = (text: string): string => [...real].reduce((told, [from, to]) => told.replaceAll(from, to), text);
  const executed = bench.executed;
  const changed = choice.queries.filter(({ id }) => choice.before.get(id)?.plan !== choice.after.get(id)?.plan && isGain(choice.before.get(id)?.cost ?? 0, choice.after.get(id)?.cost ?? 0, bench));
  return [
    {
      kind: "table", title: "Statements before and after",
      columns: ["", "statement", "calls", `before (${bench.unit})`, "after", "ratio", ...(executed ? ["ms before", "ms after"] : []), "uses"],
      rows: choice.queries.map(({ id, sql, calls, behind }) => {
        const [before, after] = [choice.before.get(id), choice.after.get(id)];
        const used = (after?.used ?? []).filter((name) => real.has(name)).map((name) => real.get(name)!);
        return [id, behind === undefined ? shortened(sql) : `${behind}`, calls, numberText(before?.cost ?? 0), numberText(after?.cost ?? 0), ratioText(before?.cost ?? 0, after?.cost ?? 0), ...(executed ? [before?.ms?.toFixed(1) ?? "", after?.ms?.toFixed(1) ?? ""] : []), used.join(", ")];
      }),
    },
    ...(named.length === 0 ? [] : [
      {
        kind: "table" as const, title: "Indexes", columns: ["index", "on", "serves", "size", `what writes pay (${bench.unit})`, "instead of"],
        rows: named.map(({ chosen, name, helps, replaces }) => [name, `${chosen.candidate.draft.table} ${draftText(chosen.candidate.draft)}`, helps.map(({ query }) => query).join(", "), `${chosen.estimated ? "about " : ""}${bytesText(chosen.bytes)}`, writesText(chosen.candidate.writes, bench.perWrite, designed.design.statistics.find(({ schema, table }) => schema === chosen.candidate.draft.schema && table === chosen.candidate.draft.table)), replaces.map(({ index }) => index.name).join(", ")]),
      },
      { kind: "sql" as const, title: "What makes them", sql: scriptOf(named.map(({ statements }) => (statements.online ?? statements).create), designed) },
      { kind: "sql" as const, title: "What takes them away again", sql: scriptOf([...named].reverse().map(({ statements }) => (statements.online ?? statements).drop), designed) },
    ]),
    { kind: "text", title: "How it was found out", text: howText(designed) },
    ...changed.slice(0, longestPlans).map(({ id }): Evidence => ({ kind: "diff", title: `Plan of ${id}`, before: choice.before.get(id)?.plan ?? "", after: naming(choice.after.get(id)?.plan ?? "") })),
    ...(named.length === 0 ? choice.queries.slice(0, 3).map(({ id }): Evidence => ({ kind: "text", title: `Plan of ${id}`, text: choice.before.get(id)?.plan ?? "" })) : []),
  ];
}

/** Statements as the files of the engine hold them: commands in JSON have nothing behind them. */
function scriptOf(statements: readonly string[], { session }: Designed): string {
  return statements.map((statement) => (session.engine.scriptEnding === ".json" ? statement : `${statement};`)).join("\n");
}

function howText({ design: { choice, drafted, bench, leftOut, statistics }, given, as }: Designed): string {
  const measured = bench.executed ? `Each statement was executed and undone, and its ${bench.unit} counted` : "The planner's cost of each statement was compared; nothing was executed. --build makes the indexes on a copy and executes the statements";
  return [
    `Statements: ${given.from}${as === undefined ? "" : `, planned as ${as.name}`}.`,
    `Tried ${bench.place}. ${measured}.`,
    `Candidates tried: ${choice.tried}${leftOut === 0 ? "" : `, the most promising of ${choice.tried + leftOut}`}; refused by the server: ${choice.refused.length}; left out because an index or a key that is there does the same: ${drafted.existing.length}.`,
    `An index is taken while it lowers a statement by a tenth and its plan uses it; of those that gain about as much, the smallest. Here ${choice.stopped}.`,
    `What writes pay is an estimate, counted in ${bench.unit} as well: ${bench.perWrite} for every row that an index must follow.`,
    ...statistics.filter(({ analysed }) => analysed instanceof Date).map(({ schema, table, rows, analysed }) => `${qualified({ schema, name: table })}: about ${Math.round(rows)} rows, analysed ${analysed instanceof Date ? analysed.toISOString() : ""}.`),
    ...bench.notes,
  ].join("\n");
}

function writesText(writes: number, perWrite: number, statistics: TableStatistics | undefined): string {
  const counted = statistics?.writes;
  if (writes > 0) return `${numberText(writes * perWrite)} for ${numberText(writes)} written by the workload`;
  if (counted === undefined) return "nothing that the workload writes";
  const sparing = counted.sparing === undefined || counted.updated === 0 ? "" : `, ${percentText(counted.sparing / counted.updated)} of them without touching an index`;
  return `nothing that the workload writes; counted so far: ${numberText(counted.inserted)} inserted, ${numberText(counted.updated)} updated${sparing}`;
}

function shortened(sql: string): string {
  const line = sql.replace(/\s+/g, " ").trim();
  return line.length > 90 ? `${line.slice(0, 89)}…` : line;
}
