import type { Catalog, IndexObject, TableObject, TriggerObject, ViewObject } from "../../core/catalog/catalog.ts";
import type { ChangeStep } from "../engine.ts";
import { addColumns, addsOnlyColumns } from "./changes/addColumns.ts";
import type { Draft } from "./changes/draft.ts";
import { same, sameTable, tableKeys } from "./changes/compare.ts";
import { rebuild, relaxed } from "./changes/rebuild.ts";
import { foldName, plainName } from "./quote.ts";
import { orderedViews, renderTable, renderView } from "./render.ts";

/**
 * The statements that turn one schema into another: ALTER TABLE ADD COLUMN where SQLite allows it, else the rebuild of
 * https://sqlite.org/lang_altertable.html (section 7). They run inside one transaction on a connection with foreign_keys=off
 * (dropping a table would delete the rows that refer to it otherwise), followed by foreign_key_check.
 */
export function changes(from: Catalog, to: Catalog): ChangeStep[] {
  const tables = matchTables(from.tables, to.tables);
  const views = changedViews(from.views, to.views);
  const structure: Draft[] = [];
  const constraints: Draft[] = [];

  const relations = survivors(tables, from.views, to.views, views.dropped);
  structure.push(...relations.flatMap(droppedTriggers));
  for (const view of [...orderedViews(views.dropped)].reverse()) structure.push({ sql: `DROP VIEW ${plainName(view.name)}`, objects: [`view ${view.name}`] });
  for (const { before, after } of tables.kept) structure.push(...droppedIndexes(before, after));
  for (const table of tables.dropped) structure.push({ sql: `DROP TABLE ${plainName(table.name)}`, objects: tableKeys(table), destroys: true });
  const rebuilt = tables.rebuilt.map((pair) => ({ ...pair, halfway: relaxed(pair.before, pair.after) }));
  structure.push(...withLegacyRename(rebuilt.flatMap(({ before, after, halfway }) => rebuild(before, halfway ?? after))));
  for (const table of tables.added) structure.push({ sql: renderTable(table), objects: tableKeys(table) });
  for (const pair of tables.extended) structure.push(...addColumns(pair.before, pair.after));

  constraints.push(...withLegacyRename(rebuilt.flatMap(({ after, halfway }) => (halfway === null ? [] : rebuild(halfway, after)))));
  for (const { before, after } of tables.all) constraints.push(...createdIndexes(before, after));
  for (const view of orderedViews(views.created)) constraints.push({ sql: renderView(view), objects: [`view ${view.name}`] });
  constraints.push(...relations.flatMap(createdTriggers));
  return [...structure.map((step) => finished("structure", step)), ...constraints.map((step) => finished("constraints", step))];
}

interface Pair {
  readonly before: TableObject;
  readonly after: TableObject;
}

interface Tables {
  readonly dropped: readonly TableObject[];
  readonly added: readonly TableObject[];
  readonly rebuilt: readonly Pair[];
  readonly extended: readonly Pair[];
  /** Tables that stay where they are. */
  readonly kept: readonly Pair[];
  /** All tables of the target, with what survives of their indexes and triggers. */
  readonly all: readonly { readonly before: TableObject | undefined; readonly after: TableObject }[];
}

function matchTables(from: readonly TableObject[], to: readonly TableObject[]): Tables {
  const old = new Map(from.map((table) => [foldName(table.name), table]));
  const [added, replaced]: TableObject[][] = [[], []];
  const [rebuilt, extended, kept]: [Pair[], Pair[], Pair[]] = [[], [], []];
  for (const after of to) {
    const before = old.get(foldName(after.name));
    old.delete(foldName(after.name));
    if (before === undefined) added?.push(after);
    else if (sameTable(before, after)) kept.push({ before, after });
    else if (before.form === "virtual" || after.form === "virtual") {
      replaced?.push(before);
      added?.push(after);
    } else if (addsOnlyColumns(before, after)) {
      extended.push({ before, after });
      kept.push({ before, after });
    } else rebuilt.push({ before, after });
  }
  const survivors = new Map(kept.map((pair) => [pair.after, pair.before]));
  return {
    dropped: [...old.values(), ...(replaced ?? [])],
    added: added ?? [],
    rebuilt,
    extended,
    kept,
    all: to.map((after) => ({ before: survivors.get(after), after })),
  };
}

function changedViews(from: readonly ViewObject[], to: readonly ViewObject[]): { readonly dropped: ViewObject[]; readonly created: ViewObject[] } {
  const text = (view: ViewObject): object => ({ name: view.name, query: view.query, options: view.options });
  const stays = (view: ViewObject, others: readonly ViewObject[]): boolean => others.some((other) => same(text(other), text(view)));
  return { dropped: from.filter((view) => !stays(view, to)), created: to.filter((view) => !stays(view, from)) };
}

function droppedIndexes(before: TableObject, after: TableObject): Draft[] {
  return missing(before.indexes, after.indexes).map((index) => ({ sql: `DROP INDEX ${plainName(index.name)}`, objects: [`index ${before.name}.${index.name}`] }));
}

function createdIndexes(before: TableObject | undefined, after: TableObject): Draft[] {
  return missing(after.indexes, before?.indexes ?? []).map((index) => ({ sql: index.definition, objects: [`index ${after.name}.${index.name}`] }));
}

type Owner = Pick<TableObject, "name" | "triggers">;

interface Survivor {
  /** Absent where the relation is new or made anew: its old triggers went with the old one. */
  readonly before: Owner | undefined;
  readonly after: Owner;
}

/** Every table and view of the target, with what it was before where it stays in place. */
function survivors(tables: Tables, from: readonly ViewObject[], to: readonly ViewObject[], dropped: readonly ViewObject[]): Survivor[] {
  const views = to.map((after) => ({ before: from.find((view) => view.name === after.name && !dropped.includes(view)), after }));
  return [...tables.all, ...views];
}

function droppedTriggers({ before, after }: Survivor): Draft[] {
  if (before === undefined) return [];
  return missing(before.triggers, after.triggers).map((trigger) => ({ sql: `DROP TRIGGER ${plainName(trigger.name)}`, objects: [`trigger ${before.name}.${trigger.name}`] }));
}

function createdTriggers({ before, after }: Survivor): Draft[] {
  return missing(after.triggers, before?.triggers ?? []).map((trigger) => ({ sql: trigger.definition, objects: [`trigger ${after.name}.${trigger.name}`] }));
}

/** Those of `items` that `others` has not with the same text. */
function missing<Item extends IndexObject | TriggerObject>(items: readonly Item[], others: readonly Item[]): Item[] {
  return items.filter((item) => !others.some((other) => other.name === item.name && other.definition === item.definition));
}

/** Without it, a rename fails while a view or trigger names a table that is being rebuilt. */
function withLegacyRename(steps: readonly Draft[]): Draft[] {
  if (steps.length === 0) return [];
  return [{ sql: "PRAGMA legacy_alter_table = on", objects: [] }, ...steps, { sql: "PRAGMA legacy_alter_table = off", objects: [] }];
}

function finished(phase: ChangeStep["phase"], step: Draft): ChangeStep {
  return { phase, sql: step.sql, objects: step.objects, destroys: step.destroys ?? false };
}
