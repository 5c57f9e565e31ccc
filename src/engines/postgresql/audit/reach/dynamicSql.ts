import type { AuditFacts } from "../facts.ts";
import type { RoutineFact } from "../facts/routines.ts";
import { bodyOf, nodesOf, parsedIfAny, sqlOf, type Tree } from "./bodies.ts";
import { namesOf } from "./bodyReads.ts";

const harmlessTypes = /^(?:pg_catalog\.)?(?:int[248]?|integer|smallint|bigint|serial\d?|numeric|decimal|float[48]?|real|double precision|bool|boolean|uuid|oid|date|time|timetz|timestamp|timestamptz|interval|reg\w+|timestamp with(?:out)? time zone|time with(?:out)? time zone)$/i;
const quoting = /^(?:quote_ident|quote_literal|quote_nullable)$/;
const numbering = /^(?:length|char_length|octet_length|count|array_length|cardinality|position|strpos|abs|floor|ceil|round|now)$/;

/** An argument whose text reaches EXECUTE as a part of the statement; undefined where none does or the body cannot be read. */
export function injectedArgument(facts: AuditFacts, routine: RoutineFact): string | undefined {
  const tree = bodyOf(facts, routine)?.plpgsql;
  if (tree === undefined) return undefined;
  const flow = new Flow(facts, routine, tree);
  for (const text of executed(tree)) {
    const found = flow.taintOf(parsedIfAny(facts, sqlOf(text)));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Expressions whose value runs as a statement: EXECUTE, RETURN QUERY EXECUTE, FOR … IN EXECUTE, OPEN … FOR EXECUTE. */
function executed(tree: Tree): Tree[] {
  return [
    ...["PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_dynfors"].flatMap((kind) => nodesOf(tree, kind).map((node) => node["query"])),
    ...["PLpgSQL_stmt_return_query", "PLpgSQL_stmt_open"].flatMap((kind) => nodesOf(tree, kind).map((node) => node["dynquery"])),
  ].flatMap((query) => nodesOf(query, "PLpgSQL_expr"));
}

/** Which variables hold text of the caller. An argument that the body checks against a list, and raises, is taken for checked. */
class Flow {
  private readonly tainted = new Map<string, string>();

  constructor(facts: AuditFacts, routine: RoutineFact, tree: Tree) {
    const variables = nodesOf(tree, "PLpgSQL_var");
    const types = new Map(variables.map((variable) => [String(variable["refname"]), String(nodesOf(variable, "PLpgSQL_type")[0]?.["typname"] ?? "text")]));
    const checked = guarded(tree);
    const names = routine.argumentNames.map((name, at) => (name === "" ? `$${at + 1}` : name));
    const kinds = routine.signature.split(", ");
    names.forEach((name, at) => {
      if (!harmlessTypes.test(types.get(name) ?? kinds[at] ?? "text") && !checked.some((condition) => condition.includes(name))) {
        this.tainted.set(name, name);
        this.tainted.set(`$${at + 1}`, name);
      }
    });
    const assigned = [
      ...variables.flatMap((variable) => nodesOf(variable["default_val"], "PLpgSQL_expr").map((text) => ({ to: String(variable["refname"]), text }))),
      ...nodesOf(tree, "PLpgSQL_stmt_assign").flatMap((node) => nodesOf(node["expr"], "PLpgSQL_expr").map((text) => ({ to: /^\s*"?(\w+)/.exec(String(text["query"] ?? ""))?.[1] ?? "", text }))),
    ].filter(({ to }) => !harmlessTypes.test(types.get(to) ?? "text"));
    // Twice: what is assigned further down may be used above it in a loop.
    for (const { to, text } of [...assigned, ...assigned]) {
      const found = this.taintOf(parsedIfAny(facts, sqlOf(text)));
      if (found !== undefined && !this.tainted.has(to)) this.tainted.set(to, found);
    }
  }

  taintOf(part: unknown): string | undefined {
    if (part === null || typeof part !== "object") return undefined;
    if (Array.isArray(part)) return first(part, (item) => this.taintOf(item));
    return first(Object.entries(part), ([key, inner]) => this.ofNode(key, inner as Tree));
  }

  private ofNode(kind: string, node: Tree): string | undefined {
    if (kind === "ColumnRef") return this.tainted.get(namesOf(node["fields"])[0] ?? "");
    if (kind === "ParamRef") return this.tainted.get(`$${Number(node["number"])}`);
    if (kind === "TypeCast") return harmlessTypes.test(namesOf((node["typeName"] as Tree | undefined)?.["names"]).at(-1) ?? "") ? undefined : this.taintOf(node["arg"]);
    if (kind === "A_Expr") return namesOf(node["name"]).at(-1) === "||" ? this.taintOf([node["lexpr"], node["rexpr"]]) : undefined;
    if (kind === "CaseExpr") return this.taintOf([nodesOf(node["args"], "CaseWhen").map((when) => when["result"]), node["defresult"]]);
    if (kind === "FuncCall") return this.ofCall(namesOf(node["funcname"]).at(-1) ?? "", (node["args"] ?? []) as readonly unknown[]);
    return this.taintOf(node);
  }

  private ofCall(name: string, args: readonly unknown[]): string | undefined {
    if (quoting.test(name) || numbering.test(name)) return undefined;
    const pattern = name === "format" ? (args[0] as { readonly A_Const?: { readonly sval?: { readonly sval?: string } } } | undefined)?.A_Const?.sval?.sval : undefined;
    if (pattern === undefined) return this.taintOf(args);
    let next = 1;
    for (const [, position, kind] of pattern.matchAll(/%(?:(\d+)\$)?[-\d*$]*([sIL%])/g)) {
      if (kind === "%") continue;
      const at = position === undefined ? next : Number(position);
      next = at + 1;
      const found = kind === "s" ? this.taintOf(args[at]) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** Conditions under which the body raises: "IF p_column NOT IN ('a', 'b') THEN RAISE …". */
function guarded(tree: Tree): string[] {
  return nodesOf(tree, "PLpgSQL_stmt_if").filter((node) => nodesOf(node["then_body"], "PLpgSQL_stmt_raise").length > 0).flatMap((node) => nodesOf(node["cond"], "PLpgSQL_expr").map((text) => String(text["query"] ?? "")))
    .filter((condition) => /\bnot\b|!~|<>|!=/i.test(condition) && /\bin\b|\bany\b|\ball\b|~|\bexists\b/i.test(condition));
}

function first<Item>(items: readonly Item[], of: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = of(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
