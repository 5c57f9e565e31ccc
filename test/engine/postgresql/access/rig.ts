import { randomBytes } from "node:crypto";
import type { AccessObject, Attempt, Outcome, RowOf } from "../../../../src/core/access/attempt.ts";
import type { Identity } from "../../../../src/core/access/identity.ts";
import type { Operation } from "../../../../src/core/access/operation.ts";
import type { Session } from "../../../../src/engines/engine.ts";
import { makeDatabase, runScript, type TestDatabase } from "../ddl/database.ts";

/** A database with roles of its own: `{anon}` and `{user}` in scripts stand for their names. */
export interface AccessRig extends TestDatabase {
  readonly anon: string;
  readonly user: string;
  readonly access: NonNullable<Session["access"]>;
  script(text: string): Promise<void>;
  /** Tries in one trial that is rolled back. */
  tried(...attempts: readonly Attempt[]): Promise<readonly Outcome[]>;
}

export async function accessRig(serverUrl: string): Promise<AccessRig> {
  const database = await makeDatabase(serverUrl);
  const suffix = randomBytes(5).toString("hex");
  const [anon, user] = [`acc_anon_${suffix}`, `acc_user_${suffix}`];
  for (const role of [anon, user]) await database.session.run(`CREATE ROLE ${role}`);
  const { access } = database.session;
  if (access === undefined) throw new Error("PostgreSQL has accounts");
  return {
    ...database,
    anon,
    user,
    access,
    script: (text) => runScript(database, text.replaceAll("{anon}", anon).replaceAll("{user}", user)),
    tried: async (...attempts) => {
      const catalog = await database.session.catalog();
      return await access.trial((session) => access.attempt(session, catalog, attempts, signal), signal);
    },
    drop: async () => {
      for (const role of [anon, user]) await database.session.run(`DROP OWNED BY ${role} CASCADE`);
      for (const role of [anon, user]) await database.session.run(`DROP ROLE ${role}`);
      await database.drop();
    },
  };
}

export const signal = new AbortController().signal;

/** Somebody whom the settings of `app.*` name. */
export function person(role: string, id: string, settings: Readonly<Record<string, string>> = { "app.user_id": id }): Identity {
  return { name: `user ${id}`, role, settings, owns: [id] };
}

export function nobody(role: string): Identity {
  return { name: "nobody", role, settings: {}, owns: [] };
}

export function table(name: string, form: AccessObject["form"] = "table"): AccessObject {
  return { form, schema: "public", name };
}

export function attempt(identity: Identity, operation: Operation, object: AccessObject | string, row: RowOf = "own"): Attempt {
  return { identity, operation, object: typeof object === "string" ? table(object) : object, row };
}

/** "allowed policy", "denied using", "error 23505": an outcome as an assertion reads it. */
export function told(outcome: Outcome | undefined): string {
  if (outcome === undefined) return "nothing";
  return outcome.verdict === "error" ? `error ${outcome.code ?? outcome.message ?? ""}` : `${outcome.verdict} ${outcome.mechanism ?? ""}`;
}
