import type { Catalog } from "../../catalog/catalog.ts";
import { qualified } from "../../catalog/objects.ts";
import { newRules } from "../newRules.ts";
import type { Connection } from "../ports.ts";
import type { RunnableStatement } from "../runnable.ts";
import { changesRowsOf } from "./lookAhead.ts";
import type { Foreseen } from "./lookAhead.ts";
import { isStatementError } from "./outcome.ts";

/** Up to about this many rows a sample is the whole table. */
const wholeUpTo = 500;

/**
 * What a script asked of rows that were not in the sample: each rule that it brought is asked of all rows of the target. Rows that the script (or one
 * before it) changes first cannot be asked there; that is told as a rule of which nothing is known.
 */
export async function unsampled(target: Connection, [before, after]: readonly [Catalog, Catalog], sizesOf: () => Promise<ReadonlyMap<string, number>>, ran: readonly RunnableStatement[], signal: AbortSignal): Promise<Foreseen[]> {
  const found: Foreseen[] = [];
  const rules = target.migrations.shutOutBy === undefined ? [] : newRules(before, after);
  const sizes = rules.length === 0 ? new Map<string, number>() : await sizesOf();
  for (const rule of rules) {
    const name = qualified(rule.table);
    const statement = statementOf(ran, rule.table.name);
    if (statement === undefined || (sizes.get(name) ?? 0) <= wholeUpTo || target.migrations.shutOutBy === undefined) continue;
    if (rule.needs.kind === "foreignKey" && ran.some(({ facts }) => facts?.unchecked === true)) continue;
    const parent = rule.needs.kind === "foreignKey" ? rule.needs.parent.name : null;
    if (ran.some((one) => changesRowsOf(rule.table.name, one) || (parent !== null && changesRowsOf(parent, one)))) {
      found.push({ statement, way: null, shutOut: null, of: "scratch", unasked: { object: name, rule: rule.title } });
      continue;
    }
    try {
      const shutOut = await target.migrations.shutOutBy(rule, signal);
      if (shutOut !== null) found.push({ statement, way: null, shutOut, of: "target" });
    } catch (error) {
      if (!isStatementError(error)) throw error;
      found.push({ statement, way: null, shutOut: null, of: "target", unasked: { object: name, rule: rule.title } });
    }
  }
  return found;
}

/** The last change of structure that names the table. */
function statementOf(ran: readonly RunnableStatement[], table: string): RunnableStatement | undefined {
  return ran.findLast(({ facts }) => facts?.kind === "ddl" && [...facts.defines, ...facts.uses, ...(facts.redefines ?? [])].some((object) => object.table === table || (object.kind === "table" && object.name === table)));
}
