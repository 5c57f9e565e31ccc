import type { Catalog, RoutineObject, TableObject, ViewObject } from "../../../core/catalog/catalog.ts";
import { runningCode } from "../scan/runningCode.ts";
import { everyTextBehind, reaches } from "./outside.ts";

/** Who could take the connection's own role back, which is above everything. */
const takesRole = /\b(?:set|reset)\s+(?:(?:local|session)\s+)?(?:role|session\s+authorization)\b|\breset\s+all\b|\bdiscard\s+all\b/i;
/** A setting that is not named, or not by a name of the application's own, could be the role. */
const setsAny = /\bset_config\s*\(\s*(?!'[^']*\.[^']*')/i;
/** What stays with the connection or the sequence when everything is rolled back. */
const outlasts = /\bsetval\s*\(|\bpg_(?:try_)?advisory_(?:unlock|lock)/i;

/** Why the body of a routine is not run for a test: it would not be undone, or could leave the role that it is tried as. Undefined where it may run. */
export function bodyStays(catalog: Catalog, routine: RoutineObject): string | undefined {
  if (!/^(?:sql|plpgsql)$/i.test(routine.language)) return `nobody can tell what a body in ${routine.language} does`;
  if (reaches(catalog, routine.definition)) return "it acts outside of the transaction, which no rollback takes back";
  const texts = everyTextBehind(catalog, routine.definition);
  if (texts.some((text) => outlasts.test(runningCode(text)))) return "it sets a sequence or takes a lock that no rollback takes back";
  return texts.some(leavesRole) ? "it changes roles or settings, and could leave the role that it is tried as" : undefined;
}

/** The trigger of a table or view that would take the connection's own role back, so that nothing behind it would be tried as who asks; undefined where none does. */
export function roleTakingTrigger(catalog: Catalog, { triggers }: TableObject | ViewObject): string | undefined {
  return triggers.find(({ definition, enabled }) => enabled !== "disabled" && everyTextBehind(catalog, definition).some(leavesRole))?.name;
}

function leavesRole(text: string): boolean {
  return takesRole.test(runningCode(text)) || setsAny.test(text);
}
