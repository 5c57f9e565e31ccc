/** A node of the tree that sqlparser gives: one of its fields names what it is. Nothing else of it is taken for granted. */
export type Tree = Readonly<Record<string, unknown>>;

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands under a name; undefined where nothing or no node does. */
export function inside(node: unknown, ...path: readonly string[]): Tree | undefined {
  let found: unknown = node;
  for (const name of path) found = isTree(found) ? found[name] : undefined;
  return isTree(found) ? found : undefined;
}

export function listIn(node: unknown, ...path: readonly string[]): readonly unknown[] {
  let found: unknown = node;
  for (const name of path) found = isTree(found) ? found[name] : undefined;
  return Array.isArray(found) ? found : [];
}

/** The parts of a name: ["o", "status"]. Undefined for what is no column. */
export function namesOf(node: unknown): readonly string[] | undefined {
  const single = inside(node, "Identifier");
  const parts = single === undefined ? listIn(node, "CompoundIdentifier") : [single];
  const names = parts.flatMap((part) => (isTree(part) && typeof part["value"] === "string" ? [part["value"]] : []));
  return names.length === 0 || names.length !== parts.length ? undefined : names;
}

/** Without the parentheses around it. */
export function bare(node: unknown): unknown {
  const nested = isTree(node) ? node["Nested"] : undefined;
  return nested === undefined ? node : bare(nested);
}

/** Where it stands: line and column from 1, as sqlparser counts characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A value: its text where it is one, null where it is a placeholder, and its place. Undefined for what is no value. */
export function valueIn(node: unknown): { readonly text: string | null; readonly number: boolean; readonly place?: Place } | undefined {
  const held = inside(bare(node), "Value");
  if (held === undefined) return undefined;
  const { value } = held;
  const start = inside(held, "span", "start");
  const place = start !== undefined && typeof start["line"] === "number" && typeof start["column"] === "number" ? { place: { line: start["line"], column: start["column"] } } : {};
  if (!isTree(value)) return { text: typeof value === "string" ? value : "", number: false, ...place };
  if ("Placeholder" in value) return { text: null, number: false, ...place };
  const number = listIn(value, "Number")[0];
  if (typeof number === "string") return { text: number, number: true, ...place };
  const text = Object.values(value)[0];
  return { text: typeof text === "string" ? text : String(text), number: false, ...place };
}

/** Every node below, the outer first; `enter` says whether to go on inside. */
export function walk(node: unknown, enter: (node: Tree) => boolean): void {
  if (Array.isArray(node)) for (const one of node) walk(one, enter);
  else if (isTree(node) && enter(node)) for (const one of Object.values(node)) walk(one, enter);
}
