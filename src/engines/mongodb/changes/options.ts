import type { TableObject } from "../../../core/catalog/catalog.ts";
import type { ChangeStep } from "../../engine.ts";
import { commandText, createCollection, text } from "../render/commandTexts.ts";
import { constraint, structure } from "./step.ts";

const validation = ["validator", "validationLevel", "validationAction"] as const;

function isRule(name: string): boolean {
  return (validation as readonly string[]).includes(name);
}

/** What collMod sets where an option is not there any more. */
const off: Readonly<Record<string, string>> = {
  validator: "{}", validationLevel: '"strict"', validationAction: '"error"', expireAfterSeconds: '"off"', changeStreamPreAndPostImages: '{"enabled": false}',
};

/** The steps that give a collection its options; `rebuilt`: it is a new collection then, without indexes. */
export function optionSteps(from: TableObject, to: TableObject): { readonly steps: ChangeStep[]; readonly rebuilt: boolean } {
  const changed = [...new Set([...Object.keys(from.options), ...Object.keys(to.options)])].filter((name) => from.options[name] !== to.options[name]).sort();
  const key = [`table ${to.name}`];
  const fixed = changed.filter((name) => !(name in off));
  if (fixed.length > 0) return { steps: rebuild(from, to, fixed), rebuilt: true };
  const rules = changed.filter(isRule);
  const others = changed.filter((name) => !rules.includes(name));
  const fields = (names: readonly string[]): (readonly [string, string])[] => names.map((name) => [name, to.options[name] ?? off[name] ?? "null"]);
  return {
    steps: [
      ...others.map((name) => structure(commandText(["collMod", text(to.name)], ...fields([name])), key)),
      ...(rules.length === 0 ? [] : [constraint(commandText(["collMod", text(to.name)], ...fields(validation)), key)]),
    ],
    rebuilt: false,
  };
}

/**
 * A copy with the new options takes the name, and the validator comes behind the documents, which may be older than it. A time series takes no other collection's place, and a capped one may not hold all documents:
 * those are told to destroy.
 */
function rebuild(from: TableObject, to: TableObject, fixed: readonly string[]): ChangeStep[] {
  const key = [`table ${to.name}`];
  if (fixed.includes("timeseries") || from.options["timeseries"] !== undefined) {
    return [structure(commandText(["drop", text(to.name)]), key, true), structure(createCollection(to), key)];
  }
  const aside = `data_engineer_rebuild_${to.name}`;
  const into = commandText(["into", text(aside)], ["whenMatched", '"replace"'], ["whenNotMatched", '"insert"']);
  const plain = { ...to, options: Object.fromEntries(Object.entries(to.options).filter(([name]) => !isRule(name))) };
  const rules = validation.flatMap((name): (readonly [string, string])[] => (to.options[name] === undefined ? [] : [[name, to.options[name]]]));
  return [
    structure(createCollection(plain, aside), key),
    structure(commandText(["aggregate", text(to.name)], ["pipeline", `[{"$merge": ${into}}]`], ["cursor", "{}"]), key),
    structure(commandText(["renameCollection", text(aside)], ["to", text(to.name)], ["dropTarget", "true"]), key, to.options["capped"] === "true"),
    ...(rules.length === 0 ? [] : [constraint(commandText(["collMod", text(to.name)], ...rules), key)]),
  ];
}
