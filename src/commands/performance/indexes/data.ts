import { qualified } from "../../../core/catalog/objects.ts";
import { columnsOf, draftText } from "../../../core/indexes/indexDraft.ts";
import type { ReportBody } from "../../../core/report/report.ts";
import { ratioOf } from "./numbers.ts";
import type { Designed } from "./report.ts";

/** `data` of the report; its keys are told in the registry. */
export function designData({ design: { choice, bench, drafted, redundant, unread }, named, given, written }: Designed): NonNullable<ReportBody["data"]> {
  const real = new Map(named.map(({ chosen, name }) => [chosen.name, name]));
  return {
    from: given.from,
    proof: { form: bench.form, place: bench.place, unit: bench.unit, executed: bench.executed, notes: bench.notes },
    queries: choice.queries.map(({ id, sql, calls, behind }) => {
      const [before, after] = [choice.before.get(id), choice.after.get(id)];
      return {
        id, sql, calls, behind: behind ?? null, before: before?.cost ?? null, after: after?.cost ?? null, ratio: before === undefined || after === undefined ? null : ratioOf(before.cost, after.cost),
        msBefore: before?.ms ?? null, msAfter: after?.ms ?? null, uses: (after?.used ?? []).map((name) => real.get(name) ?? name),
      };
    }),
    indexes: named.map(({ chosen, name, statements, helps, replaces }) => ({
      name, schema: chosen.candidate.draft.schema, table: chosen.candidate.draft.table, definition: draftText(chosen.candidate.draft), columns: [...columnsOf(chosen.candidate.draft)],
      create: statements.create, drop: statements.drop, online: statements.online === undefined ? null : { create: statements.online.create, drop: statements.online.drop },
      bytes: chosen.bytes, bytesEstimated: chosen.estimated, rowsToFollow: chosen.candidate.writes, helps: helps.map((one) => ({ ...one })), replaces: replaces.map(({ index }) => index.name),
    })),
    redundant: redundant.map(({ table, index, by, why, bytes }) => ({ schema: table.schema, table: table.name, index: index.name, by: by === undefined ? null : draftText(by), why, bytes: bytes ?? null })),
    candidates: { tried: choice.tried, refused: choice.refused.map(({ draft, why }) => ({ index: `${qualified({ schema: draft.schema, name: draft.table })} ${draftText(draft)}`, why })), existing: drafted.existing.map(({ draft, by }) => ({ index: `${qualified({ schema: draft.schema, name: draft.table })} ${draftText(draft)}`, by })), small: drafted.small },
    stopped: choice.stopped,
    unread: unread.map((one) => ({ ...one })),
    ...(written === undefined ? {} : { migrations: written.migrations, rollbackVerified: written.rollbackVerified }),
  };
}
