import type { Attempt, Outcome } from "../../../core/access/attempt.ts";
import type { Identity } from "../../../core/access/identity.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { isDataEngineerError, StatementError, throwIfCancelled } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import { quoteAccount } from "../audit/world/accountName.ts";
import { quoteName, quoteText } from "../quote.ts";
import { arm } from "./arm.ts";
import { findAccount } from "./holders.ts";
import { tryRelation } from "./relationProbe.ts";
import type { Actor, Room } from "./room.ts";
import { tryRoutine } from "./routineProbe.ts";
import { mapGrants } from "./scratchGrants.ts";
import { type Trial, trialOf } from "./trial.ts";
import { type Disposable, missingRight } from "./tries.ts";

/** Tries each in turn as a disposable account that holds on the scratch database what the identity's account holds on the target, and undoes it before the next. */
export async function attemptAll(session: Session, catalog: Catalog, attempts: readonly Attempt[], signal: AbortSignal): Promise<readonly Outcome[]> {
  const trial = trialOf(session);
  const room: Room = { session, catalog, flavour: trial.known.flavour, signal };
  const actors = new Map<string, Pick<Actor, "account" | "session">>();
  const outcomes: Outcome[] = [];
  const takeBack = await arm(session, trial, catalog, attempts).catch((error: unknown) => {
    throw refusalOf(session, error);
  });
  await session.run("SET SESSION foreign_key_checks = 0");
  try {
    for (const attempt of attempts) {
      throwIfCancelled(signal);
      const key = JSON.stringify([attempt.identity.role, attempt.identity.settings, attempt.identity.name]);
      const actor = actors.get(key) ?? (await become(trial, room, attempt));
      actors.set(key, actor);
      outcomes.push(await tried({ ...actor, attempt }, room));
    }
    return outcomes;
  } finally {
    for (const actor of actors.values()) await actor.session.close();
    await trial.tries.drop();
    for (const sql of takeBack) await session.run(sql);
    await session.run("SET SESSION foreign_key_checks = 1");
  }
}

/** What cannot be tried is told, and never taken for a denial. */
async function tried(actor: Actor, room: Room): Promise<Outcome> {
  try {
    return actor.attempt.object.form === "routine" ? await tryRoutine(actor, room) : await tryRelation(actor, room);
  } catch (error) {
    if (!isDataEngineerError(error) || error.kind === "cancelled" || error.kind === "connection") throw error;
    return { verdict: "error", policies: [], code: error.reason, message: error.message, witness: [] };
  }
}

async function become(trial: Trial, room: Room, { identity }: Attempt): Promise<Pick<Actor, "account" | "session">> {
  const { session } = room;
  const account = await trial.tries.make();
  try {
    await equip(trial, room, identity, account);
  } catch (error) {
    throw refusalOf(session, error);
  }
  const login = await trial.login(account, room.signal);
  try {
    await login.run("SET SESSION foreign_key_checks = 0");
    for (const [name, value] of Object.entries(identity.settings)) await login.run(`SET @${quoteName(name)} = ${quoteText(value)}`);
    return { account, session: login };
  } catch (error) {
    await login.close();
    throw error;
  }
}

function refusalOf(session: Session, error: unknown): unknown {
  return error instanceof StatementError && error.reason === "permission" ? missingRight(session, error) : error;
}

/** What the identity may do on the target, the account may do on the scratch. */
async function equip(trial: Trial, { session }: Room, identity: Identity, account: Disposable): Promise<void> {
  // An empty role is nobody: an account without any right.
  if (identity.role !== "") {
    const role = identity.role ?? session.facts.user;
    await mapGrants(session, trial.known, findAccount(trial.known, role)?.name ?? role, account.name, trial.database);
  }
  for (const target of trial.lifted) await session.run(`GRANT ${/^(?:FUNCTION|PROCEDURE) /.test(target) ? "EXECUTE" : "SELECT, INSERT, UPDATE, DELETE, DROP"} ON ${target} TO ${quoteAccount(account.name)}`);
  // Without any right on it nobody may enter the database: what is refused then shows with each statement, which names its object.
  await session.run(`GRANT CREATE TEMPORARY TABLES ON ${quoteName(session.facts.database.replaceAll("_", "\\_"))}.* TO ${quoteAccount(account.name)}`);
}
