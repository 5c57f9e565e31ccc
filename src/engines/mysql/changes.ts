import type { Catalog, SequenceObject, TableObject, ViewObject } from "../../core/catalog/catalog.ts";
import type { ChangeStep } from "../engine.ts";
import { alterTable } from "./changes/alterTable.ts";
import { changedKeys, same, tableKeys } from "./changes/compare.ts";
import type { Draft } from "./changes/draft.ts";
import { foreignKeyChange, vanishingIndexes } from "./changes/foreignKeys.ts";
import { grantChange } from "./changes/grants.ts";
import { freshColumns, halfway } from "./changes/halfway.ts";
import { programChange } from "./changes/programs.ts";
import { needsRebuild, rebuild } from "./changes/rebuild.ts";
import { alterSequence } from "./changes/sequences.ts";
import { arranged } from "./changes/settings.ts";
import type { Flavour } from "./flavourName.ts";
import { quoteName } from "./quote.ts";
import { byName } from "./render/names.ts";
import { renderSequence } from "./render/sequence.ts";
import { renderTable } from "./render/table.ts";
import { orderedViews, renderView } from "./render/view.ts";

/**
 * The statements that turn one schema into another, each of which commits by itself. One ALTER TABLE says all that changes of a table, a second one
 * tightens what new columns could not meet before their rows are there; foreign keys go first and come back last; programs and views are made anew.
 */
export function changes(from: Catalog, to: Catalog, flavour: Flavour): ChangeStep[] {
  const [old, now] = [new Map(from.tables.map((table) => [table.name, table])), new Map(to.tables.map((table) => [table.name, table]))];
  const pairs = byName(to.tables).flatMap((after) => pairOf(old.get(after.name), after));
  const rebuilt = new Set(pairs.filter(({ before, after }) => needsRebuild(before, after)).map(({ after }) => after.name));
  // Triggers stay away while kept rows may come into a table.
  const filled = pairs.filter(({ before, after }) => rebuilt.has(after.name) || freshColumns(before, after, flavour).length > 0);
  const programs = programChange(from, to, new Set(filled.map(({ after }) => after.name)));
  const views = changedViews(from.views, to.views);
  const foreignKeys = foreignKeyChange(from, to, rebuilt, flavour);
  const sequences = sequenceChange(from.sequences, to.sequences);
  const dropped = byName(from.tables.filter((table) => !now.has(table.name)));
  const added = byName(to.tables.filter((table) => !old.has(table.name)));
  const altered = pairs.map((pair) => (rebuilt.has(pair.after.name) ? { first: rebuild(pair.before, pair.after, flavour), second: [] } : alterSteps(pair, flavour)));
  const grants = grantChange(from, to, new Set([...programs.made, ...added.map((table) => `table ${table.name}`), ...[...rebuilt].map((name) => `table ${name}`), ...views.created.map((view) => `view ${view.name}`)]));
  return arranged(
    withPlainMode([
      ...defaults(from, to),
      ...grants.before,
      ...programs.drops,
      ...[...views.dropped].reverse().map((view) => draft("structure", `DROP VIEW ${quoteName(view.name)}`, [`view ${view.name}`])),
      ...foreignKeys.drops,
      ...dropped.map((table) => ({ ...draft("structure", `DROP TABLE ${quoteName(table.name)}`, tableKeys(table)), destroys: true })),
      ...sequences,
      ...added.map((table) => draft("structure", renderTable(table, flavour, { foreignKeys: false }), tableKeys(table))),
      ...altered.flatMap((one) => one.first),
      ...byName(from.sequences.filter((one) => !to.sequences.some((other) => other.name === one.name))).map((one) => ({ ...draft("structure", `DROP SEQUENCE ${quoteName(one.name)}`, [`sequence ${one.name}`]), destroys: true })),
      ...altered.flatMap((one) => one.second),
      ...foreignKeys.adds,
      ...programs.routines,
      ...views.created.map((view) => draft("constraints", renderView(view), [`view ${view.name}`])),
      ...programs.rest,
      ...grants.after,
    ]),
  );
}

interface Pair {
  readonly before: TableObject;
  readonly after: TableObject;
}

function pairOf(before: TableObject | undefined, after: TableObject): Pair[] {
  return before === undefined || changedKeys(before, after).length === 0 ? [] : [{ before, after }];
}

function alterSteps({ before, after }: Pair, flavour: Flavour): { readonly first: Draft[]; readonly second: Draft[] } {
  const middle = halfway(before, after, flavour);
  const settings = before.options["systemVersioning"] === undefined ? {} : { settings: { system_versioning_alter_history: "KEEP" } };
  const first = alterTable(before, middle, flavour, vanishingIndexes(before, middle));
  const second = middle === after ? null : alterTable(middle, after, flavour);
  const step = (phase: Draft["phase"], one: typeof first, objects: readonly string[]): Draft[] => (one === null ? [] : [{ phase, sql: one.sql, objects, destroys: one.destroys, ...settings }]);
  return { first: step("structure", first, changedKeys(before, middle).filter((key) => !changedKeys(middle, after).includes(key))), second: step("constraints", second, changedKeys(middle, after)) };
}

function changedViews(from: readonly ViewObject[], to: readonly ViewObject[]): { readonly dropped: ViewObject[]; readonly created: ViewObject[] } {
  const text = (view: ViewObject): object => ({ name: view.name, query: view.query, options: view.options, columns: view.columns.map((column) => column.name) });
  const stays = (view: ViewObject, others: readonly ViewObject[]): boolean => others.some((other) => same(text(other), text(view)));
  // One that stays may stand between two that are made anew.
  return { dropped: orderedViews(from).filter((view) => !stays(view, to)), created: orderedViews(to).filter((view) => !stays(view, from)) };
}

/** New and changed ones come before the tables whose defaults take their values. */
function sequenceChange(from: readonly SequenceObject[], to: readonly SequenceObject[]): Draft[] {
  return byName(to).flatMap((after) => {
    const before = from.find((one) => one.name === after.name);
    const objects = [`sequence ${after.name}`];
    return before === undefined ? [draft("structure", renderSequence(after), objects)] : alterSequence(before, after).map((sql) => draft("structure", sql, objects));
  });
}

function defaults(from: Catalog, to: Catalog): Draft[] {
  const collation = (catalog: Catalog): string | undefined => catalog.others.find((item) => item.kind === "database")?.facts["collation"];
  const wanted = collation(to);
  return wanted === undefined || wanted === collation(from) ? [] : [draft("structure", `ALTER DATABASE DEFAULT COLLATE ${wanted}`, ["database defaults"])];
}

function draft(phase: Draft["phase"], sql: string, objects: readonly string[]): Draft {
  return { phase, sql, objects };
}

/** Texts with backslashes and zero dates are read in one way only, whatever the session's sql_mode. */
function withPlainMode(drafts: readonly Draft[]): Draft[] {
  const plain = "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION";
  return drafts.map((one) => (one.settings?.sql_mode === undefined && (one.sql.includes("\\") || one.sql.includes("'0000-00-00")) ? { ...one, settings: { ...one.settings, sql_mode: plain } } : one));
}
