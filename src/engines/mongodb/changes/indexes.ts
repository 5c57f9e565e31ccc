import type { IndexObject, TableObject } from "../../../core/catalog/catalog.ts";
import type { ChangeStep } from "../../engine.ts";
import { commandText, createIndexes, fieldTexts, hideIndex, text } from "../render/commandTexts.ts";
import { constraint, structure } from "./step.ts";

/** Options that collMod changes in an index that stays. */
const inPlace = new Set(["hidden", "expireAfterSeconds"]);

/** Indexes that go or are made anew leave first, so that a unique one is not in the way of the rows. */
export function indexSteps(from: TableObject, to: TableObject): ChangeStep[] {
  const was = new Map(from.indexes.map((index) => [index.name, index]));
  const wanted = new Map(to.indexes.map((index) => [index.name, index]));
  const key = (name: string): string => `index ${to.name}.${name}`;
  const dropped = from.indexes.filter((index) => {
    const after = wanted.get(index.name);
    return after === undefined || (differs(index, after) && !changesInPlace(index, after));
  });
  const made = to.indexes.filter((index) => !was.has(index.name) || dropped.some((item) => item.name === index.name));
  const changed = to.indexes.filter((index) => was.has(index.name) && !made.includes(index) && differs(was.get(index.name)!, index));
  return [
    ...dropped.map((index) => structure(commandText(["dropIndexes", text(to.name)], ["index", text(index.name)]), [key(index.name)])),
    ...createIndexes(to.name, made).map((sql) => constraint(sql, made.map((index) => key(index.name)))),
    ...changed.flatMap((index) => changeSteps(to.name, was.get(index.name)!, index).map((sql) => constraint(sql, [key(index.name)]))),
  ];
}

function differs(a: IndexObject, b: IndexObject): boolean {
  return a.definition !== b.definition || a.valid !== b.valid;
}

/** A lifetime is changed in place, not given or taken. */
function changesInPlace(from: IndexObject, to: IndexObject): boolean {
  const [a, b] = [fieldTexts(from.definition), fieldTexts(to.definition)];
  if (a.has("expireAfterSeconds") !== b.has("expireAfterSeconds") || from.valid !== to.valid) return false;
  return [...new Set([...a.keys(), ...b.keys()])].every((name) => inPlace.has(name) || a.get(name) === b.get(name));
}

function changeSteps(collection: string, from: IndexObject, to: IndexObject): string[] {
  const [a, b] = [fieldTexts(from.definition), fieldTexts(to.definition)];
  const lifetime = b.get("expireAfterSeconds");
  return [
    ...(a.get("hidden") === b.get("hidden") ? [] : [hideIndex(collection, to.name, b.get("hidden") === "true")]),
    ...(lifetime === undefined || a.get("expireAfterSeconds") === lifetime ? [] : [commandText(["collMod", text(collection)], ["index", commandText(["name", text(to.name)], ["expireAfterSeconds", lifetime])])]),
  ];
}
