import type { IndexObject, TableObject, ViewObject } from "../../../core/catalog/catalog.ts";
import { parseDocument } from "../shell/parseValue.ts";
import { Reader } from "../shell/reader.ts";
import { ejsonText } from "../shell/value.ts";

/** A command's text; the values are Extended JSON texts. */
export function commandText(...fields: readonly (readonly [name: string, value: string])[]): string {
  return `{${fields.map(([name, value]) => `${text(name)}: ${value}`).join(", ")}}`;
}

export function text(value: string): string {
  return JSON.stringify(value);
}

/** The fields of a document's text with the texts of their values, in their order. */
export function fieldTexts(document: string): Map<string, string> {
  return new Map(parseDocument(new Reader(document)).fields.map(({ name, value }) => [name, ejsonText(value)]));
}

/** The collection with all its options. */
export function createCollection({ name, options }: TableObject, as = name): string {
  return commandText(["create", text(as)], ...Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function createView(view: ViewObject): string {
  const { viewOn = "", collation } = view.options;
  return commandText(["create", text(view.name)], ["viewOn", text(viewOn)], ["pipeline", view.query], ...(collation === undefined ? [] : [["collation", collation] as const]));
}

/** All indexes in one command, one on a line; a hidden one is hidden afterwards, as not every server makes it so. */
export function createIndexes(collection: string, indexes: readonly IndexObject[]): string[] {
  if (indexes.length === 0) return [];
  const specs = indexes.map((index) => [...fieldTexts(index.definition)].filter(([name]) => name !== "hidden"));
  const lines = specs.map((fields) => `\n    {${fields.map(([name, value]) => `${text(name)}: ${value}`).join(", ")}}`);
  const hidden = indexes.filter((index) => isHiddenIndex(index)).map((index) => hideIndex(collection, index.name, true));
  return [commandText(["createIndexes", text(collection)], ["indexes", `[${lines.join(",")}\n  ]`]), ...hidden];
}

export function hideIndex(collection: string, index: string, hidden: boolean): string {
  return commandText(["collMod", text(collection)], ["index", commandText(["name", text(index)], ["hidden", String(hidden)])]);
}

function isHiddenIndex(index: IndexObject): boolean {
  return fieldTexts(index.definition).get("hidden") === "true";
}

/** Views after those that they read. */
export function inOrder(views: readonly ViewObject[]): ViewObject[] {
  const byName = new Map(views.map((view) => [view.name, view]));
  const sorted = new Set<ViewObject>();
  const visiting = new Set<ViewObject>();
  const visit = (view: ViewObject): void => {
    if (sorted.has(view) || visiting.has(view)) return;
    visiting.add(view);
    for (const { name } of view.dependsOn) {
      const read = byName.get(name);
      if (read !== undefined) visit(read);
    }
    sorted.add(view);
  };
  for (const view of [...views].sort((a, b) => (a.name < b.name ? -1 : 1))) visit(view);
  return [...sorted];
}
