import { counted } from "../../../../core/counted.ts";
import { mostOrphans } from "../facts/orphans.ts";
import type { SqliteRule } from "../rule.ts";

/** Source: https://sqlite.org/foreignkeys.html, section 2. */
export const foreignKeysOff: SqliteRule = {
  id: "schema/foreign-keys-off",
  title: "Foreign keys that the application does not enforce",
  why: "SQLite enforces foreign keys only on connections that ask for it. The connection's URL says foreign_keys=off, as the application has it, and the schema has foreign keys: they are words.",
  scope: "schema",
  find: ({ catalog, foreignKeys, database }) => {
    const keys = catalog.tables.flatMap((table) => table.constraints.filter(({ form }) => form === "foreignKey"));
    if (foreignKeys || keys.length === 0) return [];
    return [{ rule: "schema/foreign-keys-off", object: database, severity: "warning", message: `The schema has ${counted(keys.length, "foreign key")}, and the application works with foreign_keys=off: none of them is checked. Have it run PRAGMA foreign_keys = on when it opens the file.` }];
  },
};

export const orphans: SqliteRule = {
  id: "schema/orphans",
  title: "Rows without their parents",
  why: "Rows written while foreign keys were not enforced stay as they are. Joins lose them, and they come to light when somebody switches enforcement on.",
  scope: "schema",
  find: (facts) => facts.orphans.map(({ table, columns, parent, count, atLeast, examples }) => ({
    rule: "schema/orphans", object: table, part: columns.join(", "), severity: "error",
    message: `${atLeast ? "At least " : ""}${counted(count, "row")} of ${table} (${columns.join(", ")}) ${count === 1 ? "refers" : "refer"} to rows of ${parent} that do not exist${atLeast ? `; no more than ${mostOrphans} were counted` : ""}${examples.length === 0 ? "" : `, rowid ${examples.join(", ")}${count > examples.length ? " and more" : ""}`}.`,
  })),
};
