import { nameWords } from "../../nameWords.ts";
import { qualified } from "../../catalog/objects.ts";
import type { AuditFinding } from "../auditFinding.ts";
import type { CatalogRule } from "../catalogRule.ts";
import { tableFix } from "../fixCandidate.ts";
import { foreignKeysOf } from "./keyColumns.ts";
import { ownRelations } from "./ownTables.ts";

const [invalid, disabled, unlogged] = ["schema/invalid-index", "schema/disabled-trigger", "schema/unlogged-table"];

export const invalidIndex: CatalogRule = {
  id: invalid,
  title: "Index that serves no query",
  why: "Mostly what is left of a CREATE INDEX CONCURRENTLY that failed: it is written on every change, and if it is unique, it does not hold for the rows of before.",
  scope: "schema",
  find: (room) => ownRelations(room.catalog).filter(({ form }) => form !== "collection").flatMap((table) => table.indexes.filter(({ valid, partOf }) => !valid && partOf === undefined).map((index): AuditFinding => ({
    rule: invalid, object: qualified(table), part: index.name, severity: "warning",
    message: `The index ${index.name} of ${qualified(table)} is invalid: no query uses it, every write keeps it. Rebuild it with REINDEX, or drop it.`,
    ...(index.constraint === undefined && !index.unique && table.form !== "partitioned" ? { fix: tableFix(room, `Drop the index ${index.name}`, table, () => ({ ...table, indexes: table.indexes.filter((one) => one !== index) })) } : {}),
  }))),
};

export const disabledTrigger: CatalogRule = {
  id: disabled,
  title: "Trigger that is switched off",
  why: "What it keeps (an audit trail, a sum, a check) is no longer kept, and nothing says so where the rows are written. Often forgotten after a load.",
  scope: "schema",
  find: (room) => ownRelations(room.catalog).flatMap((table) => table.triggers.filter(({ enabled }) => enabled === "disabled").map((trigger): AuditFinding => ({
    rule: disabled, object: qualified(table), part: trigger.name, severity: "warning",
    message: `The trigger ${trigger.name} of ${qualified(table)} is disabled: what it does on a write does not happen.`,
    fix: tableFix(room, `Enable the trigger ${trigger.name}`, table, () => ({ ...table, triggers: table.triggers.map((one) => (one === trigger ? { ...one, enabled: "origin" } : one)) })),
  }))),
};

export const unloggedTable: CatalogRule = {
  id: unlogged,
  title: "Table that a crash empties",
  why: "An unlogged table is truncated when the server recovers, and no replica has it. Caches, sessions, queues and staging tables are meant so, and are left out by their names.",
  scope: "schema",
  find: ({ catalog }) => ownRelations(catalog)
    .filter(({ persistence, name }) => persistence === "unlogged" && !/(?:^| )(?:caches?|cached|tmp|temp|temporary|staging|stage|sessions?|queues?|jobs?|scratch|import|load|buffer|locks?|throttle|rate limits?)(?: |$)/.test(nameWords(name)))
    .map((table): AuditFinding => {
      const keys = foreignKeysOf(table).length > 0;
      return { rule: unlogged, object: qualified(table), severity: keys ? "warning" : "info", message: `${qualified(table)} is unlogged: a crash of the server empties it, and no replica has its rows.` };
    }),
};
