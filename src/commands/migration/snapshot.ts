import { findTable, rowKey } from "../../core/catalog/lookup.ts";
import { qualified } from "../../core/catalog/objects.ts";
import type { Catalog } from "../../core/catalog/catalog.ts";
import { historyExtra } from "../../core/migration/historyState.ts";
import { UsageError } from "../../core/errors.ts";
import { createSnapshot, filesOf } from "../../core/snapshot/create.ts";
import { checkLabel } from "../../core/snapshot/label.ts";
import { sequencesFile } from "../../core/snapshot/sequences.ts";
import type { PlannedKeep } from "../../core/snapshot/source.ts";
import type { Finding } from "../../core/report/report.ts";
import type { CommandHandler } from "../context.ts";
import { nounsOf, titled } from "../../core/nouns.ts";
import { counted } from "../../core/counted.ts";

/** Takes a labelled snapshot of the schema, and of the rows of the tables that --rows names, in one read-only transaction. */
export const snapshot: CommandHandler = async (context, input) => {
  const label = checkLabel(input.args["label"] ?? "");
  const named = typeof input.flags["rows"] === "string" ? tableNames(input.flags["rows"]) : [];
  const session = await context.session();
  const nouns = nounsOf(session.facts.dialect);
  context.progress({ message: "Reading the schema" });
  const { made, leftOut } = await session.transaction("readOnly", async () => {
    const catalog = await session.catalog(context.signal);
    const keep = named.map((name) => keepAll(catalog, name));
    const sequences = keep.length === 0 ? {} : { [sequencesFile]: `${JSON.stringify(await session.migrations.counters(), null, 1)}\n` };
    const extras = { ...(await historyExtra(session)), ...sequences };
    const made = await createSnapshot(context.files, session, {
      label, reason: "manual", keep, extras, catalog, now: context.now(), signal: context.signal,
      onTable: (table, index) => context.progress({ message: `Keeping the ${nouns.row}s of ${table.table}`, done: index + 1, total: keep.length }),
    });
    return { made, leftOut: session.engine.leftOut?.(catalog) ?? [] };
  });
  const { manifest, folder } = made;
  const rows = manifest.kept.map((kept) => ({ table: qualified({ schema: kept.schema, name: kept.table }), rows: kept.rows }));
  return {
    status: "passed",
    summary: `Snapshot ${manifest.id} of ${manifest.database}${rows.length === 0 ? "" : ` with ${rows.map((kept) => `${counted(kept.rows, nouns.row)} of ${kept.table}`).join(", ")}`}.`,
    findings: leftOut.map(({ object, why }): Finding => ({ rule: "snapshot/left-out", severity: "warning", object, message: `${object} is in schema${session.engine.scriptEnding} as a comment only: ${why}. The script does not bring it back.` })),
    evidence: rows.length === 0 ? [] : [{ kind: "table", title: `Kept ${nouns.row}s`, columns: [titled(nouns.table), `${titled(nouns.row)}s`], rows: rows.map((kept) => [kept.table, kept.rows]) }],
    data: { id: manifest.id, fingerprint: manifest.fingerprint, path: folder, rowsKept: Object.fromEntries(rows.map((kept) => [kept.table, kept.rows])) },
    files: filesOf(made),
  };
};

function tableNames(list: string): string[] {
  const names = list.split(",").map((name) => name.trim()).filter((name) => name !== "");
  if (names.length === 0) throw new UsageError("badArgument", "--rows names no table.", { next: "Separate the tables by commas: --rows orders,customers." });
  return [...new Set(names)];
}

function keepAll(catalog: Catalog, name: string): PlannedKeep {
  const dot = name.indexOf(".");
  const table = findTable(catalog, { name }) ?? (dot > 0 ? findTable(catalog, { schema: name.slice(0, dot), name: name.slice(dot + 1) }) : undefined);
  if (table === undefined) {
    const known = catalog.tables.map(qualified);
    const shown = known.length === 0 ? "The database has no tables." : `The database has ${known.slice(0, 8).join(", ")}${known.length > 8 ? ", …" : ""}.`;
    throw new UsageError("badArgument", `There is no table "${name}" to keep the rows of.`, { next: shown });
  }
  return { schema: table.schema, table: table.name, key: rowKey(table), why: "asked for with --rows" };
}
