import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Attempt } from "../../../src/core/access/attempt.ts";
import type { AuditFinding } from "../../../src/core/audit/auditFinding.ts";
import { describeDialects } from "../engines.ts";
import { useDatabase } from "../fixture/harness.ts";
import { audit, withRule, witnessOf } from "./auditing.ts";

describeDialects("attacks and what closes them", ["postgresql"], (fixture) => {
  const harness = useDatabase(fixture);
  const role = `wt_attack_${randomBytes(4).toString("hex")}`;
  const mine = "11111111-1111-4111-8111-111111111111";
  const rule = "test/open";
  const as = { name: "a user", role, settings: { "app.user_id": mine }, owns: [mine] };
  const object = (name: string) => ({ form: "table" as const, schema: "public", name });
  const attack = (table: string): Attempt => ({ identity: as, operation: "select", object: object(table), row: "foreign" });
  const own = (table: string): Attempt => ({ identity: as, operation: "select", object: object(table), row: "own" });
  const policy = (table: string): string => `CREATE POLICY mine ON ${table} USING (owner_id = nullif(current_setting('app.user_id', true), '')::uuid)`;
  const on = (table: string): string => `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`;
  const undo = (table: string): readonly string[] => [`DROP POLICY mine ON ${table}`, `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`];

  beforeAll(async () => {
    const session = await harness.open();
    await session.run(`CREATE ROLE ${role}`);
    for (const table of ["open_one", "revoked", "useless", "shut"]) {
      await session.run(`CREATE TABLE ${table} (id integer PRIMARY KEY, owner_id uuid NOT NULL, note text)`);
      await session.run(`GRANT SELECT ON ${table} TO ${role}`);
    }
    await session.run(`REVOKE SELECT ON shut FROM ${role}`);
    await session.run("CREATE TABLE unseedable (id integer PRIMARY KEY, owner_id uuid NOT NULL CHECK (owner_id IS NULL AND false))");
    await session.run(`GRANT SELECT ON unseedable TO ${role}`);
  });
  afterAll(async () => {
    const session = await harness.open();
    await session.run(`DROP OWNED BY ${role}`);
    await session.run(`DROP ROLE ${role}`);
    await session.close();
  });

  /** Found as long as row security is off and somebody has a grant. */
  async function run(table: string, fix: NonNullable<AuditFinding["fix"]>) {
    const session = await harness.open();
    const found = (): readonly AuditFinding[] => [{ rule, object: `public.${table}`, severity: "error", message: `${table} is open.`, attacks: [attack(table)], fix }];
    const seen = withRule(session, rule, ({ catalog }) => (catalog.tables.some((one) => one.name === table && !one.rowSecurity.enabled && one.grants?.some(({ grantee }) => grantee === role) !== false) ? found() : []), [own(table)]);
    const report = await audit(seen, { scope: "schema", flags: { witness: true } });
    const finding = report.findings?.find((one) => one.rule === rule);
    return { finding, why: witnessOf(report).notOffered[0]?.why, witness: witnessOf(report), evidence: finding?.evidence ?? [] };
  }

  test("a fix is offered where the attack went through, is denied with it, and own rows are still read", async () => {
    const { finding, witness, evidence } = await run("open_one", { title: "Protect it", statements: [on("open_one"), policy("open_one")], undo: undo("open_one") });
    expect(finding).toMatchObject({ severity: "error", fix: { proven: true } });
    expect(witness.through).toEqual([`${rule} public.open_one`]);
    expect(evidence).toContainEqual({
      kind: "table", title: "What was tried, and undone", columns: ["What, as whom", "Today", "With the fix"],
      rows: [
        ["read somebody else's row of public.open_one, as a user", "allowed: no row security", "denied: the row is not seen (mine)"],
        ["read an own row of public.open_one, as a user", "allowed: no row security", "allowed: a policy lets it through (mine)"],
      ],
    });
  });

  test("a fix that takes from people what is theirs is not offered", async () => {
    const { finding, why } = await run("revoked", { title: "Lock all out", statements: [on("revoked")], undo: ["ALTER TABLE revoked DISABLE ROW LEVEL SECURITY"] });
    expect(finding?.fix).toBeUndefined();
    expect(why).toBe("it takes from somebody what is theirs: read an own row of public.revoked, as a user is denied with it");
  });

  test("a fix under which the attack still goes through is not offered, whatever the rule says then", async () => {
    const { finding, why } = await run("useless", { title: "Look protected", statements: [on("useless"), "CREATE POLICY mine ON useless USING (true)"], undo: undo("useless") });
    expect(finding?.fix).toBeUndefined();
    expect(why).toBe("the attack still went through: read somebody else's row of public.useless, as a user");
  });

  test("what nobody gets through with is told as a warning", async () => {
    const { finding, witness } = await run("shut", { title: "Protect it", statements: [on("shut"), policy("shut")], undo: undo("shut") });
    expect(finding?.severity ?? "gone").not.toBe("error");
    expect(witness.through).toEqual([]);
  });

  test("nothing is offered where nothing could be tried", async () => {
    const { finding, why, evidence } = await run("unseedable", { title: "Protect it", statements: [on("unseedable"), policy("unseedable")], undo: undo("unseedable") });
    expect(finding).toMatchObject({ severity: "error" });
    expect(finding?.fix).toBeUndefined();
    expect(why).toMatch(/^its attack could not be tried, so that nothing shows that the fix ends it: /);
    expect(evidence[0]).toMatchObject({ kind: "text", title: "Could not be tried" });
  });

  const circle = (table: string): string => `CREATE POLICY round ON ${table} USING (owner_id IN (SELECT owner_id FROM ${table}))`;
  /** Found as long as the policy that reads its own table is there; what is broken is an own row's reading. */
  async function breaking(table: string, fix: NonNullable<AuditFinding["fix"]>, there: (table: string) => string = circle) {
    const session = await harness.open();
    for (const sql of [`CREATE TABLE ${table} (id integer PRIMARY KEY, owner_id uuid NOT NULL)`, `GRANT SELECT ON ${table} TO ${role}`, on(table), there(table)]) await session.run(sql);
    const found: AuditFinding = { rule, object: `public.${table}`, severity: "error", message: `${table} is broken.`, breaks: { attempts: [own(table)], codes: ["42P17"] }, fix };
    const seen = withRule(session, rule, ({ catalog }) => (catalog.tables.some((one) => one.name === table && one.policies.some(({ name }) => name === "round")) ? [found] : []), [own(table)]);
    const report = await audit(seen, { scope: "schema", flags: { witness: true } });
    await session.run(`DROP TABLE ${table}`);
    const witness = witnessOf(report) as ReturnType<typeof witnessOf> & { readonly broken: readonly string[] };
    return { finding: report.findings?.find((one) => one.rule === rule), why: witness.notOffered[0]?.why, witness };
  }
  const replaced = (table: string, by: string): NonNullable<AuditFinding["fix"]> => ({ title: "Break the circle", statements: [`DROP POLICY round ON ${table}`, by], undo: [`DROP POLICY mine ON ${table}`, circle(table)] });

  test("a policy under which reading fails is shown by the failure, and a fix by reading that works again", async () => {
    const { finding, witness } = await breaking("round_one", replaced("round_one", policy("round_one")));
    expect(witness).toMatchObject({ through: [], broken: [`${rule} public.round_one`], proven: [`${rule} public.round_one`] });
    expect(finding).toMatchObject({ severity: "error", fix: { proven: true } });
    const tried = finding?.evidence?.find(({ title }) => title === "What was tried, and undone");
    expect(tried).toMatchObject({ rows: [[expect.any(String), expect.stringMatching(/^fails: 42P17 /), "allowed: a policy lets it through (mine)"], expect.anything()] });
  });

  test("a fix is not offered where reading does not go through with it either", async () => {
    const { finding, why } = await breaking("round_two", replaced("round_two", "CREATE POLICY mine ON round_two USING (false)"));
    expect(finding?.fix).toBeUndefined();
    expect(why).toBe("what people are meant to do does not go through with it either: read an own row of public.round_two, as a user");
  });

  test("what should fail and works today is told as a warning", async () => {
    const { finding, witness } = await breaking("round_three", replaced("round_three", policy("round_three")), (table) => `CREATE POLICY round ON ${table} USING (true)`);
    expect(witness.broken).toEqual([]);
    expect(finding?.severity).toBe("warning");
    expect(finding?.evidence).toContainEqual(expect.objectContaining({ title: "Tried, and it works" }));
  });
});
