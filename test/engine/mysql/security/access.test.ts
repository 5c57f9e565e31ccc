import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { control } from "../../../../src/commands/security/testAsUser/control.ts";
import type { Attempt, Outcome, RowOf } from "../../../../src/core/access/attempt.ts";
import type { Identity } from "../../../../src/core/access/identity.ts";
import type { Operation } from "../../../../src/core/access/operation.ts";
import type { Session } from "../../../../src/engines/engine.ts";
import { never, openSession, servers } from "../ddl/database.ts";
import { password } from "./planted.ts";
import { plant, type Planted } from "./withPlanted.ts";

describe.each(servers)("trying as somebody on $flavour", (server) => {
  let planted: Planted;
  let access: NonNullable<Session["access"]>;
  beforeAll(async () => {
    planted = await plant(server);
    access = planted.session.access!;
  }, 60_000);
  afterAll(() => planted.drop());

  const as = (name: string, settings: Readonly<Record<string, string>> = {}): Identity => ({ name, role: name === "nobody" ? "" : `${planted.names.account}${name}@%`, settings, owns: Object.values(settings) });
  const attempt = (who: Identity, operation: Operation, name: string, row: RowOf = "own"): Attempt => ({ identity: who, operation, row, object: { form: name.startsWith("runs") ? "routine" : "view", schema: "", name } });
  const told = ({ verdict, mechanism, message }: Outcome): string => (verdict === "error" ? `error ${message ?? ""}` : `${verdict} ${mechanism ?? ""}`);

  async function tried(attempts: readonly Attempt[]): Promise<string[]> {
    return await access.trial(async (session) => (await access.attempt(session, await session.catalog(), attempts, never)).map(told), never);
  }

  /** Accounts of trials that are over (another file's may be at work), and rights on scratch databases. */
  async function leftovers(): Promise<number> {
    const { rows } = await planted.admin.run("SELECT (SELECT COUNT(*) FROM mysql.user WHERE User LIKE 'de\\_try\\_%' AND Host = SUBSTRING_INDEX(USER(), '@', -1) AND IS_FREE_LOCK(SUBSTRING_INDEX(User, '_', 3)) = 1) + (SELECT COUNT(*) FROM mysql.tables_priv WHERE User LIKE CONCAT(?, '%') AND Db LIKE 'data\\_engineer\\_shadow\\_%')", { params: [planted.names.account] });
    return Number(rows[0]?.[0]);
  }

  it("tells what a view lets through, and by what it refuses", async () => {
    const app = as("app");
    expect(await tried([
      attempt(app, "select", "own_notes"), attempt(app, "select", "own_notes", "foreign"),
      attempt(app, "insert", "own_notes"), attempt(app, "insert", "own_notes", "foreign"),
      attempt(app, "update", "own_notes"), attempt(app, "update", "own_notes", "foreign"),
      attempt(app, "changeOwner", "own_notes"), attempt(app, "takeOver", "own_notes"),
      attempt(app, "delete", "own_notes"), attempt(app, "delete", "own_notes", "foreign"),
      attempt(app, "insert", "loose_notes", "foreign"), attempt(app, "changeOwner", "loose_notes"),
    ])).toEqual([
      "allowed policy", "denied using", "allowed policy", "denied check", "allowed policy", "denied using", "denied check", "denied using", "allowed policy", "denied using", "allowed policy", "allowed policy",
    ]);
  });

  it("tells what is granted, and what a table behind a view lets through", async () => {
    expect(await tried([
      attempt(as("app"), "select", "notes"), attempt(as("reader"), "select", "notes", "foreign"), attempt(as("reader"), "delete", "notes", "foreign"), attempt(as("reader"), "truncate", "notes"),
      attempt(as("app"), "select", "all_notes", "foreign"), attempt(as("narrow"), "select", "people", "any"), attempt(as("nobody"), "select", "own_notes"),
      attempt(as("app"), "execute", "runs_as_caller"), attempt(as("reader"), "execute", "runs_narrowly"), attempt(as("app"), "execute", "runs_narrowly"),
    ])).toEqual([
      "denied grant", "allowed open", "allowed open", "denied grant", "allowed open", "allowed open", "denied grant",
      expect.stringMatching(/^error /), "denied grant", "allowed open",
    ]);
  });

  it("makes the rows that a view joins, and takes no view's own conditions for a denial", async () => {
    const app = `'${planted.names.account}app'@'%'`;
    for (const sql of [
      "CREATE TABLE kids (id int PRIMARY KEY, p int NOT NULL, FOREIGN KEY (p) REFERENCES many (id))", "CREATE VIEW joined AS SELECT k.id, m.id AS whose FROM kids k JOIN many m ON m.id = k.p",
      "CREATE VIEW never_shown AS SELECT id FROM people WHERE name = 'nobody'", `GRANT SELECT ON joined TO ${app}`, `GRANT SELECT ON never_shown TO ${app}`,
    ]) await planted.session.run(sql);
    expect(await tried([attempt(as("app"), "select", "joined", "any"), attempt(as("app"), "select", "never_shown", "any")])).toEqual(["allowed open", expect.stringMatching(/^error No row that was made for it shows in never_shown/)]);
  });

  it("shows that denials come from what protects", async () => {
    const attempts = [attempt(as("app"), "select", "own_notes"), attempt(as("app"), "select", "own_notes", "foreign"), attempt(as("nobody"), "update", "own_notes", "foreign")];
    const lifted = await access.trial(async (session) => {
      const catalog = await session.catalog();
      const outcomes = await access.attempt(session, catalog, attempts, never);
      return await control(session, access, catalog, outcomes.map((outcome, at) => ({ ...attempts[at]!, outcome })), never);
    }, never);
    expect(lifted).toMatchObject({ denials: 2, fell: 2, stood: [], failed: [] });
  });

  it("knows a client by the variable that a view reads", async () => {
    const seven = as("wide", { app_user_id: "7" });
    expect(await tried([attempt(seven, "select", "said_notes"), attempt(seven, "select", "said_notes", "foreign"), attempt(as("wide"), "select", "said_notes")])).toEqual(["allowed policy", "denied using", "denied using"]);
    const request = { user: "7", scheme: "setting" as const, claims: {} };
    expect((await access.identities(request, await planted.session.catalog())).map(({ name, settings }) => [name, settings["app_user_id"]])).toEqual([["user 7", "7"], ["user 8", "8"], ["nobody (@app_user_id not set)", undefined]]);
  });

  it("names accounts as they are, and says which there are", async () => {
    const catalog = await planted.session.catalog();
    const name = `${planted.names.account}reader`;
    const [found] = await access.identities({ user: name, scheme: "role", claims: {} }, catalog);
    expect(found).toMatchObject({ name: `${name}@%`, role: `${name}@%`, owns: [name, `${name}@%`] });
    await expect(access.identities({ user: "nobody at all", scheme: "role", claims: {} }, catalog)).rejects.toMatchObject({ kind: "usage", next: expect.stringContaining("Name one of") as string });
  });

  it("sees a protection that was lifted, and one that was weakened", async () => {
    const catalog = await planted.session.catalog();
    const object = { form: "view" as const, schema: "", name: "own_notes" };
    const foreign = [attempt(as("app"), "select", "own_notes", "foreign"), attempt(as("app"), "insert", "own_notes", "foreign")];
    const lifted = await access.trial(async (session) => {
      expect(await access.lift(session, catalog, [object])).toHaveLength(2);
      return (await access.attempt(session, await session.catalog(), foreign, never)).map(told);
    }, never);
    expect(lifted).toEqual(["allowed open", "allowed open"]);
    const weaker = await access.weakenings(catalog, [object]);
    expect(weaker.map(({ part }) => part)).toEqual([expect.stringContaining("substring_index(user(),'@',1)"), "WITH CASCADED CHECK OPTION"]);
    for (const [at, expected] of [["allowed open", "allowed open"], ["denied using", "allowed policy"]].entries()) {
      expect(await access.trial(async (session) => {
        for (const sql of weaker[at]!.statements) await session.run(sql);
        return (await access.attempt(session, await session.catalog(), foreign, never)).map(told);
      }, never)).toEqual(expected);
    }
  });

  it("leaves nothing, sweeps what a crash left, and leaves what is in use", async () => {
    await expect(access.trial(async (session) => {
      await access.attempt(session, await session.catalog(), [attempt(as("app"), "select", "own_notes")], never);
      throw new Error("stop");
    }, never)).rejects.toThrow("stop");
    expect(await leftovers()).toBe(0);
    const { admin } = planted;
    const dead = "'de_try_00000000_1'@'203.0.113.1'";
    const living = "'de_try_11111111_1'@'203.0.113.1'";
    for (const one of [dead, living]) await admin.run(`CREATE USER IF NOT EXISTS ${one} IDENTIFIED BY '${password}'`);
    await admin.run("DO GET_LOCK('de_try_11111111', 0)");
    try {
      await tried([]);
      expect((await admin.run("SELECT User FROM mysql.user WHERE User IN ('de_try_00000000_1', 'de_try_11111111_1')")).rows).toEqual([["de_try_11111111_1"]]);
    } finally {
      await admin.run(`DROP USER IF EXISTS ${dead}, ${living}`);
      await admin.run("DO RELEASE_LOCK('de_try_11111111')");
    }
  });

  it("says which right is missing", async () => {
    const { account, database } = planted.names;
    const tester = `'${account}tester'@'%'`;
    await planted.admin.run(`CREATE USER ${tester} IDENTIFIED BY '${password}'`);
    for (const grant of [`ALL PRIVILEGES ON \`${database}\`.*`, "ALL PRIVILEGES ON `data\\_engineer\\_shadow\\_%`.*", "SELECT ON mysql.*"]) await planted.admin.run(`GRANT ${grant} TO ${tester}`);
    const low = await openSession(server.flavour, Object.assign(new URL(server.url), { username: `${account}tester`, password, pathname: `/${database}` }).href);
    try {
      const refusal = await low.access!.trial(async (session) => low.access!.attempt(session, await session.catalog(), [attempt(as("app"), "select", "own_notes")], never), never).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ kind: "unsupported", next: expect.stringContaining("GRANT CREATE USER ON *.* TO") as string });
    } finally {
      await low.close();
    }
  });
});
