import { counted } from "../../../counted.ts";
import { nounsOf } from "../../../nouns.ts";
import { tableOf } from "../../impact.ts";
import { qualified } from "../../../catalog/objects.ts";
import type { Json } from "../../../json.ts";
import type { Evidence, Finding } from "../../../report/report.ts";
import type { RunnableStatement } from "../../plan.ts";
import type { Foreseen } from "../lookAhead.ts";
import type { Trial } from "../trial.ts";

/** How the server would do statements to what is there, and whom they shut out of what the target holds. */
export function foreseenFindings(trial: Trial): Finding[] {
  return (trial.foreseen ?? []).flatMap((one) => [...wayFindings(trial, one), ...shutOutFindings(trial, one)]);
}

/** The algorithm and lock of each statement that the server was asked about. */
export function waysEvidence(trials: readonly Trial[]): Evidence[] {
  const rows = trials.flatMap(({ prepared, foreseen = [] }) =>
    foreseen.flatMap(({ statement, way }): Json[][] => (way === null ? [] : [[prepared.migration.version, statement.range.start.line + 1, verbOf(statement), way.algorithm, way.lock ?? "", way.why ?? ""]])),
  );
  return rows.length === 0 ? [] : [{ kind: "table", title: "How the server does it, asked on the scratch database", columns: ["migration", "line", "statement", "algorithm", "lock", "why nothing cheaper"], rows }];
}

function wayFindings({ prepared, before, sizes }: Trial, { statement, way }: Foreseen): Finding[] {
  if (way === null) return [];
  const table = tableOfStatement(before, statement);
  const name = table === undefined ? undefined : qualified(table);
  const rows = name === undefined ? 0 : (sizes?.get(name) ?? 0);
  const place = { file: prepared.up.file, range: statement.range, ...(name === undefined ? {} : { object: name }) };
  const severity = rows > 0 ? "warning" : "info";
  const sized = rows > 0 ? ` (about ${counted(rows, "row")})` : "";
  const why = way.why === undefined ? "" : ` ${way.why}`;
  const copies = way.algorithm === "COPY";
  const locked = way.lock === "SHARED" || way.lock === "EXCLUSIVE";
  if (copies) return [{ rule: "dry-run/table-rewrite", severity, message: `${verbOf(statement)} copies the whole of ${name ?? "the table"}${sized}: it takes time and twice the space, and ${waiting(way.lock ?? "SHARED")} meanwhile.${why}`, ...place }];
  return locked ? [{ rule: "dry-run/blocking-lock", severity, message: `${verbOf(statement)} runs ${way.algorithm} with LOCK=${way.lock} on ${name ?? "the table"}${sized}: ${waiting(way.lock ?? "")} meanwhile.${why}`, ...place }] : [];
}

function waiting(lock: string): string {
  return lock === "EXCLUSIVE" ? "reads and writes wait" : "writes wait";
}

function shutOutFindings({ prepared, before }: Trial, { statement, shutOut, of, unasked }: Foreseen): Finding[] {
  if (unasked !== undefined) {
    const message = `For ${unasked.rule} only a sample of ${unasked.object} was tried: the script changes it first, or the others cannot be asked, so nothing tells whether they hold to it.`;
    return [{ rule: "dry-run/sampled", severity: "warning", message, object: unasked.object, file: prepared.up.file, range: statement.range }];
  }
  if (shutOut === null || shutOut.count === 0) return [];
  const { object, rule, count, examples, refused, changed } = shutOut;
  const { row } = nounsOf(before.engine);
  const many = count === null ? `At least ${counted(examples.length, row)}` : counted(count, row);
  const some = examples.length === 0 ? {} : { evidence: [{ kind: "text" as const, title: `Some that would fail ${rule}`, text: examples.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join("\n") }] };
  if (changed === true) {
    const message = `${many} of ${object}, sampled or not, do not fit ${rule}: the statement runs through and makes something else of their values. Mend them first, or keep the old type, if that is not meant.`;
    return [{ rule: "dry-run/values-changed", severity: "warning", message, object, file: prepared.up.file, range: statement.range, ...some }];
  }
  const after = refused ? "the statement fails because of them" : "they stay as they are, and the next write of each of them fails";
  return [{
    rule: "dry-run/shut-out", severity: refused ? "error" : "warning", object, file: prepared.up.file, range: statement.range,
    message: `${many} of ${object}${of === "target" ? "" : ", as it then is on the scratch database,"} would fail ${rule}: ${after}. Mend them first, or loosen the rule.`,
    ...some,
  }];
}

function verbOf({ facts }: RunnableStatement): string {
  return facts?.verb ?? "The statement";
}

/** The table that was there before and that the statement is about. */
export function tableOfStatement(before: Trial["before"], { facts }: RunnableStatement): ReturnType<typeof tableOf> {
  for (const object of [...(facts?.defines ?? []), ...(facts?.drops ?? []), ...(facts?.redefines ?? []), ...(facts?.uses ?? [])]) {
    const table = tableOf(before, object.kind === "table" || object.kind === "column" || object.table === undefined ? object : { ...object, kind: "table", name: object.table });
    if (table !== undefined) return table;
  }
  return undefined;
}
