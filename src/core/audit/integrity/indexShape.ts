import type { IndexObject } from "../../catalog/catalog.ts";
import { canonicalJson } from "../../json.ts";
import type { Json } from "../../json.ts";
import { endOfGroup, splitAtCommas } from "./balanced.ts";

/** An index taken apart into what decides which queries it serves. */
export interface IndexShape {
  readonly method: string;
  /** Each part as the definition writes it: with its order, collation, operator class or length. */
  readonly keys: readonly string[];
  /** Columns that are carried along and not searched (INCLUDE). */
  readonly carried: readonly string[];
  /** Its predicate and whatever else makes it another index; without where and how it is stored. */
  readonly rest: string;
}

/** Reads the definition that the engine wrote: CREATE INDEX, or MongoDB's specification. */
export function indexShape(index: IndexObject): IndexShape {
  return index.definition.startsWith("{") ? shapeOfSpecification(index) : shapeOfStatement(index);
}

/** True where both answer the same queries in the same way; their names, uniqueness and storage may differ. */
export function sameShape(a: IndexShape, b: IndexShape): boolean {
  return a.method === b.method && a.rest === b.rest && sameTexts(a.keys, b.keys) && sameTexts([...a.carried].sort(), [...b.carried].sort());
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, at) => text === b[at]);
}

function shapeOfStatement({ definition, method }: IndexObject): IndexShape {
  const open = definition.indexOf("(", endOfHead(definition));
  if (open === -1) return { method, keys: [definition], carried: [], rest: "" };
  const close = endOfGroup(definition, open);
  let rest = definition.slice(close + 1).trim();
  let carried: readonly string[] = [];
  if (rest.startsWith("INCLUDE (")) {
    const end = endOfGroup(rest, rest.indexOf("("));
    carried = splitAtCommas(rest.slice(rest.indexOf("(") + 1, end));
    rest = rest.slice(end + 1).trim();
  }
  return { method, keys: splitAtCommas(definition.slice(open + 1, close)), carried, rest: withoutStorage(rest) };
}

/** Names may hold parentheses in quotes; those of the key come after the table's. */
function endOfHead(definition: string): number {
  const head = /^(?:"(?:[^"]|"")*"|`(?:[^`]|``)*`|[^"`(])*/.exec(definition);
  return head === null ? 0 : head[0].length;
}

/** WITH (fillfactor=…), TABLESPACE and COMMENT say where and how it is kept. */
function withoutStorage(rest: string): string {
  return rest
    .replace(/\bWITH \((?:[^()']|'[^']*')*\)/, "")
    .replace(/\bTABLESPACE (?:"(?:[^"]|"")*"|\S+)/, "")
    .replace(/\bCOMMENT '(?:[^'\\]|\\.|'')*'/, "")
    .replace(/\s+/g, " ")
    .trim();
}

function shapeOfSpecification({ definition, method }: IndexObject): IndexShape {
  const { key, name: _name, unique: _unique, ...rest } = JSON.parse(definition) as { readonly [part: string]: Json };
  const keys = Object.entries((key ?? {}) as { readonly [field: string]: Json }).map(([field, order]) => `${field}: ${JSON.stringify(order)}`);
  return { method, keys, carried: [], rest: Object.keys(rest).length === 0 ? "" : canonicalJson(rest) };
}
