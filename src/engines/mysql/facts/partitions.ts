import type { ObjectRef } from "../../../core/script/facts.ts";
import type { FactsBuilder } from "./builder.ts";
import type { Cursor } from "./cursor.ts";
import { walkExpression } from "./queries.ts";
import { columnOf } from "./refs.ts";
import { tableScope } from "./scope.ts";

/** `PARTITION BY RANGE (expression) | RANGE COLUMNS (a, b) | KEY (a) …` with the columns that it reads. */
export function walkPartitions(cursor: Cursor, table: ObjectRef, facts: FactsBuilder): void {
  while (!cursor.done) {
    const columns = cursor.is("COLUMNS", "(") || cursor.is("KEY", "(") || (cursor.is("KEY", "ALGORITHM") && cursor.upper(4) === "(");
    const expression = cursor.is("RANGE", "(") || cursor.is("LIST", "(") || cursor.is("HASH", "(");
    if (!columns && !expression) {
      if (cursor.is("(")) cursor.pass();
      else cursor.at++;
      continue;
    }
    while (!cursor.is("(")) cursor.at++;
    const inside = cursor.group()!;
    if (expression) walkExpression(inside, facts, tableScope(table));
    else
      for (const part of inside.list()) {
        const name = part.name();
        if (name !== undefined) facts.use(columnOf(table, name.name), name);
      }
  }
}
