import type { PlanNode, PlanRelation } from "../../../core/plan/plan.ts";
import type { Flavour } from "../flavourName.ts";
import { type Token, tokensOf } from "../scan/tokens.ts";
import { unquoted } from "./operation.ts";

/** Where a plan names a table by its alias alone, the statement tells the table; without a statement the nodes stay as they are. */
export function withTables(root: PlanNode, query: string | undefined, flavour: Flavour): PlanNode {
  if (query === undefined) return root;
  const names = tablesOf(query, flavour);
  const resolved = (node: PlanNode): PlanNode => {
    const { relation } = node;
    const known = relation === undefined || relation.alias !== undefined || relation.schema !== undefined ? undefined : names.get(relation.name);
    const children = node.children.map(resolved);
    return known === undefined || relation === undefined ? { ...node, children } : { ...node, relation: { ...known, ...(known.name === relation.name ? {} : { alias: relation.name }) }, children };
  };
  return resolved(root);
}

const before = new Set(["FROM", "JOIN", "UPDATE", "INTO", ",", "STRAIGHT_JOIN", "("]);
const noAlias = new Set(["ON", "USING", "WHERE", "JOIN", "INNER", "LEFT", "RIGHT", "CROSS", "NATURAL", "STRAIGHT_JOIN", "GROUP", "ORDER", "LIMIT", "HAVING", "WINDOW", "UNION", "EXCEPT", "INTERSECT", "SET", "FORCE", "USE", "IGNORE", "PARTITION", "FOR", "VALUES", "SELECT", "PROCEDURE", "LOCK"]);

/** Every alias (and every table without one) that a statement's FROM and JOIN name; what is named twice for two tables is left out. */
function tablesOf(query: string, flavour: Flavour): ReadonlyMap<string, PlanRelation> {
  const tokens = tokensOf(query, flavour);
  const found = new Map<string, PlanRelation>();
  const doubtful = new Set<string>();
  let inFrom = false;
  tokens.forEach((token, at) => {
    if (["FROM", "JOIN", "UPDATE", "INTO", "STRAIGHT_JOIN"].includes(token.upper)) inFrom = true;
    else if (["WHERE", "SELECT", "SET", "ON", "GROUP", "ORDER", "HAVING", "LIMIT", "USING"].includes(token.upper)) inFrom = false;
    if (!inFrom || !before.has(token.upper)) return;
    const named = tableAt(tokens, at + 1);
    if (named === undefined) return;
    const alias = aliasAt(tokens, named.next) ?? named.relation.name;
    const known = found.get(alias);
    if (known !== undefined && known.name !== named.relation.name) doubtful.add(alias);
    found.set(alias, named.relation);
  });
  for (const alias of doubtful) found.delete(alias);
  return found;
}

function tableAt(tokens: readonly Token[], at: number): { readonly relation: PlanRelation; readonly next: number } | undefined {
  const name = nameOf(tokens[at]);
  if (name === undefined || noAlias.has(tokens[at]?.upper ?? "")) return undefined;
  const second = tokens[at + 1]?.text === "." ? nameOf(tokens[at + 2]) : undefined;
  if (second !== undefined) return { relation: { schema: name, name: second }, next: at + 3 };
  return tokens[at + 1]?.text === "(" ? undefined : { relation: { name }, next: at + 1 };
}

function aliasAt(tokens: readonly Token[], at: number): string | undefined {
  const next = tokens[at]?.upper === "AS" ? at + 1 : at;
  return noAlias.has(tokens[next]?.upper ?? "") ? undefined : nameOf(tokens[next]);
}

function nameOf(token: Token | undefined): string | undefined {
  if (token === undefined) return undefined;
  return token.kind === "word" ? token.text : token.kind === "name" ? unquoted(token.text) : undefined;
}
