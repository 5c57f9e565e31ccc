import type { MentionedTable, Target } from "../../../../core/indexes/read/mentionedTable.ts";
import type { ReadScope } from "../../../../core/indexes/read/readScope.ts";
import { foldName, quoteText } from "../../quote.ts";
import { bare, inside, isTree, listIn, namesOf, valueIn, walk } from "./tree.ts";
import type { Place, Tree } from "./tree.ts";

/** What a node is of the tables: a column, or one function over columns of one of them. Empty where it is neither. */
export function targetsOf(given: unknown, scope: ReadScope): readonly Target[] {
  const node = bare(given);
  const column = columnTargets(node, scope);
  if (column !== undefined) return column;
  const call = inside(node, "Function");
  const written = call === undefined ? undefined : functionText(call, scope);
  if (written === undefined) return [];
  const [first] = written.targets;
  if (first === undefined || written.targets.some(({ table, part }) => table !== first.table || part.expression)) return [];
  return [{ table: first.table, part: { text: `(${written.text})`, columns: [...new Set(written.targets.flatMap(({ part }) => part.columns))], expression: true } }];
}

/** Undefined for what is no column; empty for one that nobody knows. */
export function columnTargets(node: unknown, scope: ReadScope): readonly Target[] | undefined {
  const names = namesOf(node);
  if (names === undefined) return undefined;
  const found = scope.resolve(names.map(foldName));
  return found.kind === "column" ? found.targets : [];
}

/** Functions that give the same for the same, of which a key can be made. https://dev.mysql.com/doc/refman/en/create-index.html#create-index-functional-key-parts */
const steady = new Set(["lower", "upper", "lcase", "ucase", "date", "year", "month", "day", "dayofmonth", "hour", "abs", "length", "char_length", "trim", "ltrim", "rtrim", "left", "right", "substr", "substring", "md5", "sha1", "reverse", "coalesce", "ifnull", "mod", "round", "floor", "ceil", "ceiling"]);

interface WrittenCall {
  readonly text: string;
  readonly targets: readonly Target[];
}

function functionText(call: Tree, scope: ReadScope): WrittenCall | undefined {
  const [name] = listIn(call, "name");
  const called = inside(name, "Identifier")?.["value"];
  if (typeof called !== "string" || !steady.has(foldName(called)) || call["over"] !== undefined) return undefined;
  const parts = listIn(call, "args", "List", "args").map((argument) => argumentText(inside(argument, "Unnamed")?.["Expr"], scope));
  if (parts.length === 0 || parts.some((part) => part === undefined)) return undefined;
  const known = parts.flatMap((part) => (part === undefined ? [] : [part]));
  return { text: `${foldName(called)}(${known.map(({ text }) => text).join(", ")})`, targets: known.flatMap(({ targets }) => targets) };
}

function argumentText(node: unknown, scope: ReadScope): WrittenCall | undefined {
  const targets = columnTargets(bare(node), scope);
  if (targets !== undefined) return targets.length === 1 && targets[0] !== undefined && !targets[0].part.expression ? { text: targets[0].part.text.replace(/\(\d+\)$/, ""), targets } : undefined;
  const value = valueIn(node);
  if (value !== undefined && value.text !== null) return { text: value.number ? value.text : quoteText(value.text), targets: [] };
  const call = inside(bare(node), "Function");
  return call === undefined ? undefined : functionText(call, scope);
}

export interface Mentions {
  readonly tables: ReadonlySet<MentionedTable>;
  /** A column of something that is no table, or a query inside. */
  readonly others: boolean;
  readonly parameters: readonly Place[];
}

/** Whose columns stand in an expression. */
export function mentionsIn(root: unknown, scope: ReadScope): Mentions {
  const tables = new Set<MentionedTable>();
  const parameters: Place[] = [];
  let others = false;
  walk(root, (node) => {
    if (isTree(node["Query"]) || "Subquery" in node) {
      others = true;
      return false;
    }
    const value = valueIn(node);
    if (value !== undefined) {
      if (value.text === null && value.place !== undefined) parameters.push(value.place);
      return false;
    }
    const targets = columnTargets(node, scope);
    if (targets === undefined) return true;
    if (targets.length === 0) others = true;
    for (const { table } of targets) tables.add(table);
    return false;
  });
  return { tables, others, parameters };
}
