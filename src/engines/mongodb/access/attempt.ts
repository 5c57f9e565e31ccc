import type { Attempt, Outcome } from "../../../core/access/attempt.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { isDataEngineerError, throwIfCancelled } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import type { Value } from "../bson/value.ts";
import { actorOf } from "./actor.ts";
import { notTried } from "./classify.ts";
import { type Mark, markOf } from "./mark.ts";
import type { Memo } from "./memo.ts";
import { probe } from "./probe.ts";
import { baseOf, scopeOf } from "./scope.ts";
import { type Trial, trialOf } from "./trial.ts";
import { otherText, valueOfText } from "./values.ts";

/** Tries each in turn, with a document made for it that is gone before the next. */
export async function attemptAll(session: Session, catalog: Catalog, attempts: readonly Attempt[], memo: Memo, signal: AbortSignal): Promise<readonly Outcome[]> {
  const trial = trialOf(session);
  const outcomes: Outcome[] = [];
  for (const attempt of attempts) {
    throwIfCancelled(signal);
    outcomes.push(await tried(trial, catalog, attempt, memo));
  }
  return outcomes;
}

/** What cannot be tried is told, and never taken for a denial. */
async function tried(trial: Trial, catalog: Catalog, attempt: Attempt, memo: Memo): Promise<Outcome> {
  const { object, identity } = attempt;
  const view = catalog.views.find(({ name }) => name === object.name);
  const name = view === undefined ? object.name : baseOf(view, catalog);
  const base = catalog.tables.find((table) => table.name === name);
  if (base === undefined) return notTried(`There is no collection ${name}.`);
  const mark = trial.marks.get(name) ?? markOf(name, catalog, memo);
  if (mark !== undefined) trial.marks.set(name, mark);
  try {
    const [own, other] = valuesFor(identity.owns[0], mark);
    const actor = await actorOf(trial, catalog, attempt, own);
    if ("why" in actor) return notTried(actor.why);
    const scoped = view === undefined ? undefined : scopeOf(view, catalog);
    return await probe({ attempt, actor, admin: trial.link, base, mark, own: own ?? scoped?.value, other, filters: view !== undefined, ...(scoped === undefined ? {} : { decides: scoped.view.name }) });
  } catch (error) {
    if (!isDataEngineerError(error) || error.kind === "cancelled" || error.kind === "connection") throw error;
    return { verdict: "error", policies: [], code: error.reason, message: error.message, witness: [] };
  }
}

/** Whose documents are the identity's, and whose are not. Who owns nothing has the documents of somebody before him. */
function valuesFor(owns: string | undefined, mark: Mark | undefined): readonly [own: Value, other: Value] {
  if (mark === undefined) return [undefined, undefined];
  const own = owns ?? otherText("data-engineer", mark);
  const fitting = owns === undefined && ["int", "long", "double", "number", "decimal"].includes(mark.type) ? "1" : own;
  return [owns === undefined ? undefined : valueOfText(fitting, mark), valueOfText(otherText(fitting, mark), mark)];
}
