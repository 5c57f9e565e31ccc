import type { Catalog, TableObject, ViewObject } from "../../core/catalog/catalog.ts";
import type { ChangeStep } from "../engine.ts";
import { indexSteps } from "./changes/indexes.ts";
import { optionSteps } from "./changes/options.ts";
import { constraint, structure } from "./changes/step.ts";
import { commandText, createCollection, createIndexes, createView, inOrder, text } from "./render/commandTexts.ts";

/**
 * The commands that turn `from` into `to`: views and indexes that go, collections that go or come, then (behind the rows) indexes, validators and views.
 * What no command changes in place (a collation, capped, clustered) is copied into a new collection that takes the old one's name.
 */
export function changes(from: Catalog, to: Catalog): ChangeStep[] {
  const was = byName(from.tables);
  const wanted = byName(to.tables);
  const views = viewSteps(from, to);
  const gone = from.tables.filter((table) => !wanted.has(table.name));
  const made = to.tables.filter((table) => !was.has(table.name)).sort(alphabetically);
  const kept = to.tables.filter((table) => was.has(table.name)).sort(alphabetically).map((table) => {
    const before = was.get(table.name)!;
    const options = optionSteps(before, table);
    return [...options.steps, ...indexSteps(options.rebuilt ? { ...before, indexes: [] } : before, table)];
  });
  const steps = [
    ...views.before,
    ...gone.sort(alphabetically).map((table) => structure(commandText(["drop", text(table.name)]), keysOf(table), true)),
    ...made.flatMap((table) => [
      structure(createCollection(table), [`table ${table.name}`]),
      ...createIndexes(table.name, table.indexes).map((sql) => constraint(sql, table.indexes.map((index) => `index ${table.name}.${index.name}`))),
    ]),
    ...kept.flat(),
    ...views.after,
  ];
  return [...steps.filter((step) => step.phase === "structure"), ...steps.filter((step) => step.phase === "constraints")];
}

function viewSteps(from: Catalog, to: Catalog): { readonly before: ChangeStep[]; readonly after: ChangeStep[] } {
  const was = byName(from.views);
  const wanted = byName(to.views);
  const replaced = (view: ViewObject): boolean => {
    const after = wanted.get(view.name);
    return after === undefined || after.options["collation"] !== view.options["collation"];
  };
  const before = inOrder(from.views).reverse().filter(replaced).map((view) => structure(commandText(["drop", text(view.name)]), [`view ${view.name}`]));
  const after = inOrder(to.views).flatMap((view) => {
    const now = was.get(view.name);
    if (now === undefined || replaced(now)) return [constraint(createView(view), [`view ${view.name}`])];
    if (now.query === view.query && now.options["viewOn"] === view.options["viewOn"]) return [];
    return [constraint(commandText(["collMod", text(view.name)], ["viewOn", text(view.options["viewOn"] ?? "")], ["pipeline", view.query]), [`view ${view.name}`])];
  });
  return { before, after };
}

function keysOf(table: TableObject): string[] {
  return [`table ${table.name}`, ...table.columns.map((column) => `column ${table.name}.${column.name}`), ...table.constraints.map((item) => `constraint ${table.name}.${item.name}`), ...table.indexes.map((index) => `index ${table.name}.${index.name}`)];
}

function byName<Item extends { readonly name: string }>(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.name, item]));
}

function alphabetically(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
