import type { A_Expr, Node, SubLink } from "libpg-query";
import type { TableObject } from "../../../../../core/catalog/catalog.ts";
import { all, as, strings } from "../../../facts/nodes.ts";
import type { AuditFacts } from "../../facts.ts";
import { bodyOf, routineCalled } from "./bodies.ts";
import { callerValue, type Caller } from "./caller.ts";
import { type Choose, outcomes } from "./choices.ts";
import { compared } from "./compare.ts";
import { isBare, sourcesOf } from "./survey.ts";
import { nodeText } from "./text.ts";
import { and, cast, constant, not, nothing, or, truth, type Truth, type Value } from "./value.ts";

/**
 * What an expression can come to, whoever the caller is taken for: true, false, null or an error. An over-estimate: what is not understood can be all of them, so
 * that "always true" is only said of what is. Undefined where there are too many ways to try.
 */
export function possible(node: Node, table: TableObject | undefined, caller: Caller, facts: AuditFacts): Possible {
  const ofFacts = known.get(facts) ?? new Map<TableObject | undefined, Map<Node, Map<Caller, Possible>>>();
  known.set(facts, ofFacts);
  const ofTable = ofFacts.get(table) ?? new Map<Node, Map<Caller, Possible>>();
  ofFacts.set(table, ofTable);
  const ofNode = ofTable.get(node) ?? new Map<Caller, Possible>();
  ofTable.set(node, ofNode);
  if (!ofNode.has(caller)) ofNode.set(caller, outcomes<Truth>((choose) => new Run(table, caller, facts, choose).truth(node)));
  return ofNode.get(caller);
}

type Possible = ReadonlySet<Truth | "raises"> | undefined;

/** Many rules ask for the same; tables whose policies have the same text share its nodes. */
const known = new WeakMap<AuditFacts, Map<TableObject | undefined, Map<Node, Map<Caller, Possible>>>>();

/** True where no row and no value of what is unknown stops the caller. */
export function alwaysTrue(node: Node, table: TableObject | undefined, caller: Caller, facts: AuditFacts): boolean {
  const found = possible(node, table, caller, facts);
  return found !== undefined && found.size === 1 && found.has(true);
}

/** True where nobody gets through. */
export function neverTrue(node: Node, table: TableObject | undefined, caller: Caller, facts: AuditFacts): boolean {
  const found = possible(node, table, caller, facts);
  return found !== undefined && !found.has(true);
}

const strictCounts = new Set(["length", "char_length", "character_length", "octet_length", "bit_length", "cardinality", "abs", "jsonb_array_length", "json_array_length"]);
const neverNull = new Set(["now", "gen_random_uuid", "random", "clock_timestamp", "concat", "num_nulls", "num_nonnulls"]);
const deepest = 4;

class Run {
  private readonly table: TableObject | undefined;
  private readonly caller: Caller;
  private readonly facts: AuditFacts;
  private readonly choose: Choose;
  private readonly parameters: readonly (readonly [name: string, value: Value])[];
  private readonly depth: number;

  constructor(table: TableObject | undefined, caller: Caller, facts: AuditFacts, choose: Choose, parameters: readonly (readonly [string, Value])[] = [], depth = 0) {
    this.table = table;
    this.caller = caller;
    this.facts = facts;
    this.choose = choose;
    this.parameters = parameters;
    this.depth = depth;
  }

  truth(node: Node): Truth {
    return this.asTruth(this.value(node));
  }

  private asTruth(value: Value): Truth {
    if (value.isNull) return null;
    if (typeof value.constant === "boolean") return value.constant;
    return this.choose(`is ${value.key}`, 2) === 0;
  }

  private unknown(key: string, nullable: boolean, of: { readonly caller?: boolean; readonly row?: boolean } = {}): Value {
    return { key, isNull: nullable && this.choose(`null ${key}`, 2) === 1, ...of };
  }

  value(node: Node): Value {
    const [tag] = Object.keys(node);
    switch (tag) {
      case "A_Const":
        return this.literal(node);
      case "TypeCast": {
        const typed = as(node, "TypeCast")!;
        const type = strings(typed.typeName?.names).at(-1) ?? "";
        return cast(typed.arg === undefined ? nothing : this.value(typed.arg), (typed.typeName?.arrayBounds ?? []).length > 0 ? `${type}[]` : type);
      }
      case "ColumnRef":
        return this.column(node);
      case "BoolExpr":
        return truth(this.logic(node));
      case "NullTest": {
        const test = as(node, "NullTest")!;
        const isNull = this.value(test.arg!).isNull;
        return truth(test.nulltesttype === "IS_NULL" ? isNull : !isNull);
      }
      case "BooleanTest":
        return truth(this.booleanTest(node));
      case "CoalesceExpr": {
        for (const arg of as(node, "CoalesceExpr")!.args ?? []) {
          const value = this.value(arg);
          if (!value.isNull) return value;
        }
        return nothing;
      }
      case "CaseExpr":
        return this.choice(node);
      case "A_Expr":
        return this.operation(as(node, "A_Expr")!);
      case "SubLink":
        return this.subquery(as(node, "SubLink")!);
      case "FuncCall":
        return this.call(node);
      case "SQLValueFunction": {
        const op = as(node, "SQLValueFunction")!.op ?? "";
        return { key: op, isNull: false, caller: /USER|ROLE/.test(op) };
      }
      default:
        return this.unknown(nodeText(node, this.table?.name), true);
    }
  }

  private literal(node: Node): Value {
    const found = as(node, "A_Const")!;
    if (found.isnull === true) return nothing;
    if (found.boolval !== undefined) return constant(found.boolval.boolval === true);
    if (found.ival !== undefined) return constant(found.ival.ival ?? 0);
    if (found.fval !== undefined) return constant(Number(found.fval.fval));
    return constant(found.sval?.sval ?? found.bsval?.bsval ?? "");
  }

  private column(node: Node): Value {
    const fields = as(node, "ColumnRef")!.fields ?? [];
    const names = strings(fields);
    const name = names.at(-1) ?? "*";
    const parameter = names.length <= 2 ? this.parameters.find(([known]) => known === name) : undefined;
    if (parameter !== undefined) return parameter[1];
    const own = names.length === fields.length && (names.length === 1 || names.at(-2) === this.table?.name) ? this.table?.columns.find((column) => column.name === name) : undefined;
    if (own === undefined) return this.unknown(nodeText(node), true);
    const notNull = own.notNull || this.table?.constraints.some(({ form, columns }) => form === "primaryKey" && columns.includes(name)) === true;
    return this.unknown(`column ${name}`, !notNull, { row: true });
  }

  private logic(node: Node): Truth {
    const { boolop, args } = as(node, "BoolExpr")!;
    if (boolop === "NOT_EXPR") return not(this.truth(args![0]!));
    const values = (args ?? []).map((arg) => this.truth(arg));
    return boolop === "AND_EXPR" ? and(values) : or(values);
  }

  private booleanTest(node: Node): Truth {
    const { arg, booltesttype } = as(node, "BooleanTest")!;
    const value = this.truth(arg!);
    switch (booltesttype) {
      case "IS_TRUE": return value === true;
      case "IS_NOT_TRUE": return value !== true;
      case "IS_FALSE": return value === false;
      case "IS_NOT_FALSE": return value !== false;
      case "IS_UNKNOWN": return value === null;
      default: return value !== null;
    }
  }

  private choice(node: Node): Value {
    const { arg, args, defresult } = as(node, "CaseExpr")!;
    for (const { expr, result } of all(args, "CaseWhen")) {
      const met = arg === undefined ? this.truth(expr!) : compared("=", this.value(arg), this.value(expr!), this.caller, this.choose);
      if (met === true) return this.value(result!);
    }
    return defresult === undefined ? nothing : this.value(defresult);
  }

  private operation(expression: A_Expr): Value {
    const operator = strings(expression.name).at(-1) ?? "";
    const { kind, lexpr, rexpr } = expression;
    if (lexpr === undefined || rexpr === undefined) return rexpr === undefined ? nothing : this.strict(`${operator} ${nodeText(rexpr, this.table?.name)}`, [this.value(rexpr)]);
    const left = this.value(lexpr);
    if (kind === "AEXPR_OP_ANY" || kind === "AEXPR_OP_ALL" || kind === "AEXPR_IN") return this.overList(left, rexpr, operator, kind, expression);
    const right = this.value(rexpr);
    switch (kind) {
      case "AEXPR_DISTINCT":
      case "AEXPR_NOT_DISTINCT": {
        const same = left.isNull || right.isNull ? left.isNull && right.isNull : compared("=", left, right, this.caller, this.choose) === true;
        return truth(kind === "AEXPR_DISTINCT" ? !same : same);
      }
      case "AEXPR_NULLIF":
        return compared("=", left, right, this.caller, this.choose) === true ? nothing : left;
      default:
        if (["=", "<>", "!=", "<", ">", "<=", ">="].includes(operator)) return truth(compared(operator, left, right, this.caller, this.choose));
        if (operator === "~~" || operator === "~~*") {
          if (left.isNull || right.isNull) return nothing;
          if (typeof right.constant === "string" && /^%+$/.test(right.constant)) return truth(true);
        }
        if (operator === "->" || operator === "->>" || operator === "#>" || operator === "#>>") {
          if (left.isNull || right.isNull) return nothing;
          const member = callerValue({ kind: "member", of: left, name: right.constant }, this.caller, this.choose);
          return member ?? this.unknown(`${left.key} ${operator} ${right.key}`, true, kinship([left, right]));
        }
        return this.strict(`${left.key} ${operator} ${right.key}`, [left, right]);
    }
  }

  private overList(left: Value, list: Node, operator: string, kind: string, expression: A_Expr): Value {
    const array = as(list, "A_ArrayExpr")?.elements ?? as(as(list, "TypeCast")?.arg, "A_ArrayExpr")?.elements ?? as(list, "List")?.items;
    if (array === undefined) return this.unknown(nodeText(expression, this.table?.name), true);
    const each = array.map((item) => compared(operator, left, this.value(item), this.caller, this.choose));
    return truth(kind === "AEXPR_OP_ALL" || (kind === "AEXPR_IN" && operator === "<>") ? and(each) : or(each));
  }

  private strict(key: string, args: readonly Value[]): Value {
    return args.some(({ isNull }) => isNull) ? nothing : this.unknown(key, false, kinship(args));
  }

  private subquery(link: SubLink): Value {
    const select = as(link.subselect, "SelectStmt");
    const key = nodeText(link, this.table?.name);
    if (select === undefined) return this.unknown(key, true);
    const first = all(select.targetList, "ResTarget")[0]?.val;
    if (link.subLinkType === "EXISTS_SUBLINK") {
      if (isBare(select) || this.neverEmpty(select)) return truth(true);
      return truth(this.choose(`exists ${key}`, 2) === 0);
    }
    if (isBare(select) && first !== undefined) {
      if (link.subLinkType === "EXPR_SUBLINK") return this.value(first);
      if (link.subLinkType === "ANY_SUBLINK" && link.testexpr !== undefined && as(first, "FuncCall") === undefined) return truth(compared("=", this.value(link.testexpr), this.value(first), this.caller, this.choose));
    }
    const counts = as(first, "FuncCall");
    if (link.subLinkType === "EXPR_SUBLINK" && strings(counts?.funcname).at(-1) === "count" && select.groupClause === undefined) return { key, isNull: false, count: true };
    if (link.subLinkType === "ANY_SUBLINK" && link.testexpr !== undefined) {
      const tested = this.value(link.testexpr);
      if (!tested.isNull && this.ownColumnAgain(link, select, first)) return truth(true);
      return tested.isNull ? (this.choose(`null ${key}`, 2) === 1 ? nothing : truth(false)) : this.unknown(key, true);
    }
    return this.unknown(key, true);
  }

  /** A catalog of the server's own without a condition has rows always. */
  private neverEmpty(select: Parameters<typeof sourcesOf>[0]): boolean {
    const sources = sourcesOf(select);
    return select.whereClause === undefined && sources.length > 0 && sources.every(({ table }) => table !== undefined && (table.schema === "pg_catalog" || (table.schema === undefined && table.name.startsWith("pg_"))));
  }

  /** `id IN (SELECT id FROM the same table)`. */
  private ownColumnAgain(link: SubLink, select: Parameters<typeof sourcesOf>[0], first: Node | undefined): boolean {
    const [source, ...more] = sourcesOf(select);
    if (more.length > 0 || source?.table === undefined || select.whereClause !== undefined || select.limitCount !== undefined || first === undefined) return false;
    const same = source.table.name === this.table?.name && source.table.schema === this.table.schema;
    const tested = strings(as(link.testexpr, "ColumnRef")?.fields).at(-1);
    return same && tested !== undefined && tested === strings(as(first, "ColumnRef")?.fields).at(-1);
  }

  private call(node: Node): Value {
    const call = as(node, "FuncCall")!;
    const names = strings(call.funcname);
    const name = names.at(-1) ?? "";
    const args = (call.args ?? []).map((arg) => this.value(arg));
    const known = callerValue({ kind: "call", schema: names.at(-2), name, args }, this.caller, this.choose);
    if (known !== undefined) return known;
    const key = `${names.join(".")}(${args.map((arg) => arg.key).join(", ")})`;
    const routine = routineCalled({ schema: names.at(-2), name, args: call.args ?? [] }, this.facts);
    if (routine !== undefined) {
      const value = this.depth < deepest ? onlyValue(bodyOf(routine, this.facts).statements) : undefined;
      if (value === undefined || (routine.language === "plpgsql" && bodyOf(routine, this.facts).statements.length !== 1)) return this.unknown(key, true, kinship(args));
      const parameters = args.flatMap((arg, at) => [[routine.argumentNames[at] ?? "", arg] as const]).filter(([parameter]) => parameter !== "");
      return new Run(undefined, this.caller, this.facts, this.choose, parameters, this.depth + 1).value(value);
    }
    if (neverNull.has(name)) return { key, isNull: false };
    if (strictCounts.has(name)) return args.some(({ isNull }) => isNull) ? nothing : { key, isNull: false, count: true };
    return this.unknown(key, true, kinship(args));
  }
}

/** The value of a body that is one SELECT without FROM. */
function onlyValue(statements: readonly Node[]): Node | undefined {
  const select = statements.length === 1 ? as(statements[0], "SelectStmt") : undefined;
  const targets = all(select?.targetList, "ResTarget");
  return select !== undefined && isBare(select) && targets.length === 1 ? targets[0]?.val : undefined;
}

function kinship(args: readonly Value[]): { readonly caller?: boolean; readonly row?: boolean } {
  const some = args.some(({ caller }) => caller === true);
  const row = args.some((arg) => arg.row === true);
  return { ...(some && !row ? { caller: true } : {}), ...(row && !some ? { row: true } : {}) };
}
