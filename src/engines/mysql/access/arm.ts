import type { Attempt } from "../../../core/access/attempt.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { Session } from "../../engine.ts";
import { type Defined, definedIn } from "../audit/definers/programs.ts";
import { accountOf, quoteAccount } from "../audit/world/accountName.ts";
import { isAdministrator } from "../audit/world/powers.ts";
import { foldName, quoteName } from "../quote.ts";
import { scratchGrants, wideOf } from "./scratchGrants.ts";
import type { Trial } from "./trial.ts";

/**
 * Definers that hold rights on the whole database get them on the scratch's objects, so that what they define works there as on the target. Gives what takes
 * these grants back; they are on single objects, as a scratch database takes those with it when it is dropped, also after a crash.
 */
export async function arm(session: Session, { known, database }: Trial, catalog: Catalog, attempts: readonly Attempt[]): Promise<string[]> {
  const { programs, relations, routines } = touched(catalog, attempts);
  const revokes: string[] = [];
  const definers = new Set(programs.filter(({ asDefiner }) => asDefiner).map(({ definer }) => definer));
  if ([...definers].every((definer) => isAdministrator(known, definer))) return revokes;
  const held = await scratchGrants(session);
  const give = async (privileges: readonly string[], target: string, definer: string): Promise<void> => {
    if (privileges.length === 0) return;
    await session.run(`GRANT ${privileges.join(", ")} ON ${target} TO ${quoteAccount(definer)}`);
    revokes.push(`REVOKE ${privileges.join(", ")} ON ${target} FROM ${quoteAccount(definer)}`);
  };
  for (const definer of definers) {
    if (isAdministrator(known, definer) || !known.accounts.some(({ name }) => name === definer)) continue;
    const wide = wideOf(known, definer, database);
    const lacks = (key: string, from: typeof held.relations, wanted: readonly string[]): string[] => {
      const has = new Set((from.get(key) ?? []).filter(({ grantee, column }) => accountOf(grantee) === definer && column === undefined).flatMap(({ privileges }) => privileges));
      return wanted.filter((one) => wide.includes(one) && !has.has(one));
    };
    for (const name of relations) await give(lacks(name, held.relations, ["SELECT", "INSERT", "UPDATE", "DELETE"]), quoteName(name), definer);
    for (const key of routines) {
      const at = key.indexOf(" ");
      await give(lacks(key, held.routines, ["EXECUTE"]), `${key.slice(0, at)} ${quoteName(key.slice(at + 1))}`, definer);
    }
  }
  return revokes;
}

/** What the attempts reach: views with all that they read; where a program runs, everything, as what it uses is not known. */
function touched(catalog: Catalog, attempts: readonly Attempt[]): { readonly programs: readonly Defined[]; readonly relations: readonly string[]; readonly routines: readonly string[] } {
  const reached = [...new Set(attempts.map(({ object }) => object.name))];
  for (const name of reached) for (const next of catalog.views.find((view) => view.name === name)?.dependsOn ?? []) if (!reached.includes(next.name)) reached.push(next.name);
  const called = catalog.routines.filter(({ name }) => reached.some((one) => foldName(one) === foldName(name)));
  const triggers = catalog.tables.filter(({ name, triggers: own }) => own.length > 0 && reached.includes(name));
  const everything = called.length > 0 || triggers.length > 0;
  const names = new Set([...reached, ...called.map(({ name }) => name), ...triggers.flatMap(({ name, triggers: own }) => own.map((one) => `${name}.${one.name}`))]);
  return {
    programs: definedIn(catalog).filter(({ name }) => names.has(name)),
    relations: [...catalog.tables, ...catalog.views].map(({ name }) => name).filter((name) => everything || reached.includes(name)),
    routines: everything ? catalog.routines.map(({ form, name }) => `${form === "procedure" ? "PROCEDURE" : "FUNCTION"} ${foldName(name)}`) : [],
  };
}
