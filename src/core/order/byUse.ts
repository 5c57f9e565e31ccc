import type { ObjectRef, ObjectUse, StatementFacts } from "../script/facts.ts";
import { nameOf } from "./keys.ts";
import type { Run } from "./run.ts";
import type { Live } from "./identity.ts";

/**
 * A statement makes the object where it is missing. A later statement that creates it with options of its own finds it there and fails;
 * after a drop it comes back without what it had.
 */
export function makeAlongTheWay(run: Run, object: ObjectRef, facts: StatementFacts, at: number): void {
  const key = run.keys.of(object);
  if (run.find(object, key) !== undefined) {
    run.accesses.add(at, key, false);
    return;
  }
  const next = run.mentions.nextExplicit(key, at);
  const goneAt = key.goneAt;
  if (next?.kind === "create" && !next.conditional && !isSame(object, next.ref)) {
    run.violations.push({
      rule: "order/used-before-created", severity: "error", at, object, place: placeOf(object, facts), needs: next.at,
      message: `${facts.verb} makes ${nameOf(object)} by itself, so that ${run.input.describe(next.at)} finds it there and fails.`,
    });
    return;
  }
  if (goneAt !== undefined) {
    run.violations.push({
      rule: "order/used-after-dropped", severity: "warning", at, object, place: placeOf(object, facts),
      message: `${facts.verb} makes ${nameOf(object)} again, without what it had: it is gone since ${run.input.describe(goneAt)}.`,
    });
  }
  run.world.make(object, at, key);
  run.write(key, at);
}

/** A statement that does nothing where the object is missing: no failure, but not what was meant either. */
export function passOver(run: Run, use: ObjectUse, facts: StatementFacts, at: number): void {
  const key = run.keys.of(use);
  const live = run.find(use, key);
  if (live !== undefined) {
    run.accesses.add(at, live.key, false);
    return;
  }
  const goneAt = key.goneAt;
  const next = run.mentions.next(key, at);
  const again = next?.kind === "create" ? { needs: next.at } : {};
  const message = (why: string): string => `${facts.verb} does nothing: ${nameOf(use)} ${why}.`;
  if (goneAt !== undefined) run.violations.push({ rule: "order/used-after-dropped", severity: "warning", at, object: use, place: use, ...again, message: message(`is gone since ${run.input.describe(goneAt)}`) });
  else if (next?.kind === "create" && (!next.conditional || run.input.complete)) {
    run.violations.push({ rule: "order/used-before-created", severity: "warning", at, object: use, place: use, ...again, message: message(`is made only later by ${run.input.describe(next.at)}`) });
  }
}

/** Both are the same object made in the same way, which the server accepts. */
export function isSame(one: ObjectRef, other: ObjectRef | undefined): boolean {
  return one.definition !== undefined && one.definition === other?.definition && one.kind === other.kind;
}

/** Another object of the same table with the same definition, which the server refuses to make twice under two names. */
export function sameUnderTable(run: Run, object: ObjectRef): Live | undefined {
  if (object.definition === undefined || object.table === undefined) return undefined;
  const table = run.keys.ofTable(object)?.live;
  return [...(table?.children ?? [])].find((child) => child.ref.name !== object.name && isSame(object, child.ref));
}

/** What was changed after its creation can no longer be told to be equal. */
export function withoutDefinition({ definition: _, ...ref }: ObjectRef): ObjectRef {
  return ref;
}

/** The use of the same object, which says where its name stands. */
function placeOf(object: ObjectRef, facts: StatementFacts): Pick<ObjectUse, "start" | "end"> {
  return facts.uses.find((use) => use.kind === object.kind && use.name === object.name) ?? {};
}
