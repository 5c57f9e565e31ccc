import type { AccessObject } from "../../../core/access/attempt.ts";
import type { Weakening } from "../../../core/access/weakening.ts";
import type { Catalog, ViewObject } from "../../../core/catalog/catalog.ts";
import type { Session } from "../../engine.ts";
import { isDoc, type Value } from "../bson/value.ts";
import { relaxed } from "../bson/write.ts";
import { commandText, text } from "../render/commandTexts.ts";
import { markOf } from "./mark.ts";
import type { Memo } from "./memo.ts";
import { pipelineOf, scopeOf, scopesOf, shownValue } from "./scope.ts";
import { trialOf } from "./trial.ts";

/** Takes the filters of views and the validators of collections away, and lets everybody do everything; names what it took. */
export async function lift(session: Session, catalog: Catalog, objects: readonly AccessObject[], memo: Memo): Promise<string[]> {
  const trial = trialOf(session);
  trial.lifted = true;
  const done: string[] = [];
  for (const { name } of catalog.tables) {
    const mark = markOf(name, catalog, memo);
    if (mark !== undefined) trial.marks.set(name, mark);
  }
  for (const { name } of objects) {
    const view = catalog.views.find((one) => one.name === name);
    const table = catalog.tables.find((one) => one.name === name);
    if (view !== undefined && scopeOf(view, catalog) !== undefined) {
      await session.run(replacing(view, withoutMatches(pipelineOf(view))));
      done.push(`the filter of the view ${name} taken away`);
    }
    if (table?.options["validator"] !== undefined) {
      await session.run(commandText(["collMod", text(name)], ["validator", "{}"]));
      done.push(`the validator of ${name} taken away`);
    }
  }
  done.push("every right on every collection and view given to everybody");
  return done;
}

/** Each view of an identity's documents, on or before these objects, with one part of its filter taken away. */
export function weakenings(catalog: Catalog, objects: readonly AccessObject[], { asked }: Memo): Weakening[] {
  const wanted = new Set(objects.map(({ name }) => name));
  return scopesOf(catalog).filter(({ view, base }) => wanted.has(view.name) || wanted.has(base)).filter(({ value }) => value === undefined || asked === undefined || asked.values.includes(shownValue(value))).flatMap(({ view }) => ofView(view));
}

function ofView(view: ViewObject): Weakening[] {
  const pipeline = pipelineOf(view);
  return pipeline.flatMap((stage, at) => {
    const match = isDoc(stage) ? stage.get("$match") : undefined;
    if (!isDoc(match)) return [];
    return [...match].map(([name, value]): Weakening => {
      const left = new Map<string, Value>([["$match", new Map([...match].filter(([other]) => other !== name))]]);
      return { of: `${view.name}: view`, part: relaxed(new Map([[name, value]])), statements: [replacing(view, pipeline.with(at, left))] };
    });
  });
}

function withoutMatches(pipeline: readonly Value[]): readonly Value[] {
  const end = pipeline.findIndex((stage) => !isDoc(stage) || !stage.has("$match"));
  return end === -1 ? [] : pipeline.slice(end);
}

function replacing(view: ViewObject, pipeline: readonly Value[]): string {
  return commandText(["collMod", text(view.name)], ["viewOn", text(view.options["viewOn"] ?? "")], ["pipeline", relaxed(pipeline)]);
}
