import type { MysqlRule } from "../rule.ts";
import { listed } from "../told.ts";
import { mostOrphansCounted } from "../world/world.ts";

/** Rows that were loaded while foreign_key_checks was off are never looked at again. */
export const orphans: MysqlRule = {
  id: "schema/orphans",
  title: "Rows without their parents",
  why: "Rows loaded while foreign_key_checks was off stay as they are. Joins lose them, and a copy of the database is refused.",
  scope: "schema",
  find: (world) =>
    world.orphans.map(({ table, constraint, columns, parent, count, examples }) => ({
      rule: "schema/orphans",
      object: table,
      part: constraint,
      severity: "error",
      message: `${count > mostOrphansCounted ? `More than ${mostOrphansCounted}` : count} ${count === 1 ? "row" : "rows"} of ${table} name by ${columns.join(", ")} what is not in ${parent}${examples.length === 0 ? "" : `; keys of such rows: ${listed(examples)}`}.`,
    })),
};
