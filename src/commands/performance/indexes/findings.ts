import { qualified } from "../../../core/catalog/objects.ts";
import { isGain } from "../../../core/indexes/choose/gain.ts";
import { draftText } from "../../../core/indexes/indexDraft.ts";
import type { Finding } from "../../../core/report/report.ts";
import { bytesText } from "../../../core/workload/amounts.ts";
import { numberText, ratioText } from "./numbers.ts";
import type { NamedIndex } from "./named.ts";
import type { Designed } from "./report.ts";

/** What a server counts besides queries is nobody's mistake. */
const noQuery = "It is no query and no change of rows.";

/** What is to be done, what becomes unnecessary, what gets worse, and what nothing is known of. */
export function designFindings(designed: Designed): readonly Finding[] {
  const { design: { choice, redundant, unread, statistics, bench, writing }, given, adapter } = designed;
  const hot = given.from.startsWith("what the server counted");
  return [
    ...designed.named.map((one) => missing(one, designed)),
    ...choice.queries.flatMap(({ id }): Finding[] => {
      const [before, after] = [choice.before.get(id)?.cost ?? 0, choice.after.get(id)?.cost ?? 0];
      const pays = writing.has(id);
      return isGain(after, before, bench) ? [{ rule: pays ? "index/write-cost" : "index/worse", severity: pays ? "info" : "warning", message: `${id} ${pays ? "pays for the set, as it writes" : "gets worse with the set"}: ${numberText(before)} ${bench.unit} become ${numberText(after)}.` }] : [];
    }),
    ...redundant.map(({ table, index, why, bytes }): Finding => ({
      rule: "index/redundant", severity: "info", object: qualified(table),
      message: `${index.name} is no longer needed${bytes === undefined ? "" : ` (${bytesText(bytes)})`}. ${why}`,
      fix: { title: `Drop ${index.name}`, sql: adapter.dropStatement({ schema: table.schema, table: table.name, name: index.name }), proven: false },
    })),
    ...choice.refused.map(({ draft, why }): Finding => ({ rule: "index/refused", severity: "info", object: qualified({ schema: draft.schema, name: draft.table }), message: `The server refuses an index on ${draftText(draft)}: ${why} It was dropped from the candidates.` })),
    ...unread.filter(({ why }) => !hot || why !== noQuery).map(({ query, why }): Finding => ({ rule: "index/unread", severity: "warning", message: `${query}: ${why}` })),
    ...given.unseen.map((message): Finding => ({ rule: "index/unseen", severity: "warning", message })),
    ...statistics.filter(({ analysed, bytes }) => analysed === null && bytes > 65_536).map(({ schema, table }): Finding => ({ rule: "index/never-analysed", severity: "warning", object: qualified({ schema, name: table }), message: `${qualified({ schema, name: table })} was never analysed, so that its plans are guesses, and this with them.`, fix: { title: "Analyse it", sql: `ANALYZE ${designed.session.engine.quoteObject({ schema, name: table })}`, proven: false } })),
  ];
}

function missing({ chosen, name, statements, helps }: NamedIndex, { design: { bench } }: Designed): Finding {
  const { draft } = chosen.candidate;
  const best = helps.map(({ query, before, after }) => `${query} ${numberText(before)} → ${numberText(after)} ${bench.unit} (${ratioText(before, after)})`).join(", ");
  return {
    rule: "index/missing", severity: "warning", object: qualified({ schema: draft.schema, name: draft.table }),
    message: `An index on ${draftText(draft)} serves ${best === "" ? "the set" : best}; ${chosen.estimated ? "about " : ""}${bytesText(chosen.bytes)}.`,
    fix: { title: `Create ${name}`, sql: (statements.online ?? statements).create, proven: bench.executed },
  };
}
