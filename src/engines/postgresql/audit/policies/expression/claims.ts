import type { A_Expr, Node } from "libpg-query";
import { as, constantText, strings } from "../../../facts/nodes.ts";
import { isIdentityCall, isSettingCall } from "./caller.ts";
import { type Survey, survey, unwrapped } from "./survey.ts";

const members = new Set(["->", "->>", "#>", "#>>"]);

/** Names of members that an expression takes out of JSON documents: `jwt -> 'user_metadata'`, `#>> '{app_metadata,role}'`, jsonb_extract_path. */
export function membersTaken(expression: Survey): readonly string[] {
  const byOperator = expression.operators.filter(({ operator }) => members.has(operator)).flatMap(({ node, operator }) => pathOf(node.rexpr, operator));
  const byCall = expression.calls.filter(({ name }) => /^jsonb?_extract_path(?:_text)?$/.test(name)).flatMap(({ args }) => args.slice(1).flatMap((arg) => constantText(arg) ?? []));
  return [...byOperator, ...byCall];
}

function pathOf(node: Node | undefined, operator: string): readonly string[] {
  const array = as(node, "A_ArrayExpr")?.elements ?? as(as(node, "TypeCast")?.arg, "A_ArrayExpr")?.elements;
  if (array !== undefined) return array.flatMap((item) => constantText(item) ?? []);
  const text = constantText(node);
  if (text === undefined) return [];
  return operator.startsWith("#") ? text.replace(/^\{|\}$/g, "").split(",").map((name) => name.trim().replace(/^"(.*)"$/, "$1")) : [text];
}

/** The last member of `document -> 'a' ->> 'b'`, under casts and (SELECT …); undefined for what is none. */
export function lastMember(node: Node): string | undefined {
  const bare = plain(node);
  const expression = as(bare, "A_Expr");
  return expression === undefined || !members.has(strings(expression.name).at(-1) ?? "") ? undefined : pathOf(expression.rexpr, strings(expression.name).at(-1) ?? "").at(-1);
}

/** Without casts and (SELECT …) around it. */
export function plain(node: Node): Node {
  const bare = unwrapped(node);
  const inner = as(bare, "TypeCast")?.arg;
  return inner === undefined || as(inner, "A_Const") !== undefined ? bare : plain(inner);
}

/** The name of the identity function that a node calls, with nothing taken out of what it gives: "uid", "role", "email". */
export function identityOf(node: Node): string | undefined {
  const call = as(plain(node), "FuncCall");
  const names = strings(call?.funcname);
  const name = names.at(-1);
  return name !== undefined && isIdentityCall(names.at(-2), name) ? name : undefined;
}

/** True where a node is made from who asks. */
export function tellsCaller(node: Node): boolean {
  const { calls, keywords, columns } = survey(node);
  return columns.length === 0 && (calls.some(({ schema, name }) => isIdentityCall(schema, name) || isSettingCall(schema, name)) || keywords.some((word) => /USER|ROLE/.test(word)));
}

/** Both operands of a comparison. */
export function sides({ lexpr, rexpr }: A_Expr): readonly Node[] {
  return [lexpr, rexpr].filter((side) => side !== undefined);
}

/** The texts that a node is one of: a constant, or a list of them. */
export function texts(node: Node): readonly string[] {
  const bare = unwrapped(node);
  const list = as(bare, "A_ArrayExpr")?.elements ?? as(as(bare, "TypeCast")?.arg, "A_ArrayExpr")?.elements ?? as(bare, "List")?.items;
  if (list !== undefined) return list.flatMap(texts);
  const text = constantText(bare);
  return text === undefined ? [] : [text];
}
