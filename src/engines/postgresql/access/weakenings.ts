import type { AccessObject } from "../../../core/access/attempt.ts";
import type { Weakening } from "../../../core/access/weakening.ts";
import type { Catalog, PolicyObject, TableObject } from "../../../core/catalog/catalog.ts";
import { loadParser } from "../parser.ts";
import { quoteName, quoteObject } from "../quote.ts";
import { bareText, groupsOf, partsOf } from "./expression.ts";
import { keyOf } from "./relations.ts";

/** Every policy of these tables with one conjunct of one of its clauses replaced by true, restrictive ones also dropped. */
export async function weakenings(catalog: Catalog, objects: readonly AccessObject[]): Promise<Weakening[]> {
  const parser = await loadParser();
  const parses = (expression: string): boolean => {
    try {
      parser.parse(`SELECT ${expression}`);
      return true;
    } catch {
      return false;
    }
  };
  const wanted = new Set(objects.map(keyOf));
  return catalog.tables.filter((table) => wanted.has(keyOf(table)) && table.rowSecurity.enabled).flatMap((table) => table.policies.flatMap((policy) => ofPolicy(table, policy, parses)));
}

function ofPolicy(table: TableObject, policy: PolicyObject, parses: (expression: string) => boolean): Weakening[] {
  const of = `${keyOf(table)}: policy ${policy.name}`;
  const clauses = [["USING", policy.using], ["WITH CHECK", policy.check]] as const;
  return clauses.flatMap(([clause, text]) =>
    text === undefined ? [] : weaker(text).filter(({ weakened }) => parses(weakened)).map(({ part, weakened }) => ({
      of: `${of} ${clause}`,
      part,
      statements: [`ALTER POLICY ${quoteName(policy.name)} ON ${quoteObject(table)} ${clause} (${weakened})`],
    })),
  );
}

/** An expression with one conjunct at a time replaced by true: at any depth, in subqueries too; the whole where nothing in it is conjoined. */
export function weaker(text: string): { readonly part: string; readonly weakened: string }[] {
  const found = groupsOf(text).flatMap((group) => {
    const parts = partsOf(text, group, "AND");
    return parts.length < 2 ? [] : parts.map((part) => ({ part: bareText(text, part), weakened: `${text.slice(0, part.start)}true${text.slice(part.end)}` }));
  });
  const whole = bareText(text, { start: 0, end: text.length });
  if (partsOf(text, groupsOf(text)[0]!, "AND").length > 1 || found.some(({ part }) => part === whole) || /^true$/i.test(whole)) return found;
  const topConjoined = groupsOf(text).some((group) => bareText(text, group) === whole && partsOf(text, group, "AND").length > 1);
  return topConjoined ? found : [{ part: whole, weakened: "true" }, ...found];
}
