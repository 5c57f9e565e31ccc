import { quoteName } from "../../quote.ts";
import type { MysqlRule } from "../rule.ts";

/** Source: sys.schema_auto_increment_columns. */
export const autoIncrement: MysqlRule = {
  id: "schema/auto-increment-exhausted",
  title: "Numbers of an AUTO_INCREMENT column run out",
  why: "When the highest number of its type is reached, every insert fails. From four fifths on there is still time for a wider type.",
  scope: "schema",
  find: ({ counters }) =>
    counters.filter(({ reached, most }) => reached * 5n >= most * 4n).map(({ table, column, type, reached, most }) => ({
      rule: "schema/auto-increment-exhausted",
      object: table,
      part: column,
      severity: reached * 20n >= most * 19n ? "error" : "warning",
      message: `${table}.${column} (${type}) has reached ${reached} of ${most}: after ${most - reached} more rows every insert into ${quoteName(table)} fails.`,
    })),
};
