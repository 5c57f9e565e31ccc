import type { ObjectRef, StatementFacts } from "../script/facts.ts";
import { isUncertain } from "./conditional.ts";
import { nameOf } from "./keys.ts";
import { normalSignature } from "./signatures.ts";
import { refuseNeededKey } from "./neededKeys.ts";
import type { Run } from "./run.ts";
import type { Live } from "./identity.ts";

/** DROP of one or several objects, with the check that nothing that stays depends on them. */
export function dropObjects(run: Run, facts: StatementFacts, at: number): void {
  const going = new Set<Live>();
  const absent: ObjectRef[] = [];
  for (const object of facts.drops) {
    const live = run.find(object);
    if (live === undefined) absent.push(object);
    else if (isWholeRoutine(live, object)) going.add(live);
  }
  for (const object of absent) {
    const provided = object.kind !== "extension" && facts.drops.some((other) => other.kind === "extension");
    if (!provided) run.absent(object, facts, at);
    run.write(run.keys.of(object), at);
  }
  const checked = run.rules.dropsAreChecked && facts.cascade !== true && facts.unchecked !== true && !isUncertain(facts);
  if (checked) {
    const inTurn = new Set<Live>();
    for (const live of going) {
      inTurn.add(live);
      refuseWithDependents(run, live, run.rules.dropsInTurn === true && live.ref.kind === "table" ? inTurn : going, facts, at);
      if (run.rules.constraintsHoldColumns === true) refuseNeededKey(run, live, going, facts, at);
    }
  }
  for (const live of going) {
    if (live.ref.kind === "column") for (const dependent of live.dependents) if (goesAlong(run, dependent, live)) going.add(dependent);
    const removed = live.ref.kind === "schema" ? removeSchema(run, live, at) : facts.cascade === true ? run.world.removeWithDependents(live, at) : run.world.remove(live, at);
    if (live.ref.kind === "column" && run.rules.constraintsHoldColumns === true) removed.push(...shrinkIndexes(run, live, at));
    for (const one of removed) {
      run.write(one.key, at);
      if (isUncertain(facts)) one.key.goneAt = undefined; // Whether it is there can no longer be told.
    }
  }
}

/** Takes a dropped column out of the indexes of its table; one without any column left goes too. */
function shrinkIndexes(run: Run, column: Live, at: number): Live[] {
  const removed: Live[] = [];
  for (const index of [...(column.parent?.children ?? [])]) {
    if (index.needsKey !== undefined || (index.unique ?? index.indexed)?.includes(column.ref.name) !== true) continue;
    const left = (columns: readonly string[] | undefined): readonly string[] | undefined => columns?.filter((name) => name !== column.ref.name);
    index.unique = left(index.unique);
    index.indexed = left(index.indexed);
    if ((index.unique ?? index.indexed)?.length === 0) removed.push(...run.world.remove(index, at));
  }
  return removed;
}

/** Takes one overload out; true when none is left. */
function isWholeRoutine(live: Live, object: ObjectRef): boolean {
  if (object.kind !== "routine" || object.signature === undefined) return true;
  const signature = normalSignature(object.signature);
  if (live.signatures.size <= 1) return true;
  live.removeSignature(signature);
  return false;
}

function removeSchema(run: Run, schema: Live, at: number): Live[] {
  return [...run.world.inSchema(schema.ref.name).flatMap((live) => run.world.removeWithDependents(live, at)), ...run.world.remove(schema, at)];
}

function refuseWithDependents(run: Run, live: Live, going: ReadonlySet<Live>, facts: StatementFacts, at: number): void {
  const blocking = live.ref.kind === "schema" ? run.world.inSchema(live.ref.name).filter((one) => one.parent === undefined) : dependentsOf(live);
  const staying = blocking.filter((dependent) => !going.has(dependent) && (dependent.parent === undefined || !going.has(dependent.parent)) && !goesAlong(run, dependent, live));
  const first = staying[0];
  if (first === undefined) return;
  const more = staying.length > 1 ? ` and ${staying.length - 1} more` : "";
  run.violations.push({
    rule: "order/drop-order", severity: "error", at, object: live.ref,
    message: `${facts.verb} of ${nameOf(live.ref)} is refused while ${nameOf(first.ref)}${first.ref.kind === "constraint" && first.ref.table !== undefined ? ` of table ${first.ref.table}` : ""}${more} depends on it; drop that first.`,
  });
}

function dependentsOf(live: Live): Live[] {
  return [...live.dependents, ...[...live.children].flatMap((child) => [...child.dependents])].filter((dependent) => dependent !== live && dependent.parent !== live);
}

/** A column takes the indexes and constraints of its own table with it. */
function goesAlong(run: Run, dependent: Live, dropped: Live): boolean {
  const sameTable = dependent.parent !== undefined && dependent.parent === dropped.parent;
  return sameTable && run.rules.constraintsHoldColumns !== true && (dependent.ref.kind === "index" || dependent.ref.kind === "constraint" || dependent.ref.kind === "sequence");
}
