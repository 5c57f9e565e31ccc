import { expect, test } from "vitest";
import { describeDialects } from "../../engines.ts";
import type { ReportBody } from "../../../../src/core/report/report.ts";
import { designRig, type DesignRig } from "./rig.ts";
import { settingLike, supabaseLike, type Roles } from "./schemas.ts";

const rules = (report: ReportBody): string[] => (report.findings ?? []).map(({ rule }) => rule);
const said = (report: ReportBody): string => (report.findings ?? []).map(({ message }) => message).join("\n");
const statements = (report: ReportBody): string => (report.data?.["statements"] as readonly string[]).join(";\n");

describeDialects("designing policies", ["postgresql"], (engine) => {
  const on = async (schema: (roles: Roles) => string, work: (rig: DesignRig) => Promise<void>, options?: { readonly declines?: boolean }): Promise<void> => {
    const rig = await designRig(engine, schema, options);
    try {
      await work(rig);
    } finally {
      await rig.close();
    }
  };

  test("refuses what an older policy keeps open, and takes it away where that is asked for", () => on(supabaseLike, async (rig) => {
    await rig.seed(`ALTER TABLE notes ENABLE ROW LEVEL SECURITY; CREATE POLICY "every""body" ON notes USING (true); COMMENT ON POLICY "every""body" ON notes IS 'it''s old'`);
    const before = await rig.fingerprint();
    const open = await rig.policyApply("notes", "kiss", { for: rig.roles.signedIn });
    expect(open.status).toBe("failed");
    expect(rules(open)).toContain("policy/still-open");
    expect(said(open)).toContain('every"body');
    expect(await rig.fingerprint()).toBe(before);
    expect(rig.questions).toEqual([]);
    const replaced = await rig.policyApply("notes", "kiss", { for: rig.roles.signedIn, replace: true });
    expect(replaced.summary).toContain("is protected");
    expect(replaced.data).toMatchObject({ proven: true, undoVerified: true });
    expect(rig.questions[0]?.destroys).toMatchObject([{ object: 'public.notes policy every"body', how: "drop" }]);
    expect(rig.questions[0]?.detail).toContain(`${rig.roles.anonymous} loses`);
  }));

  test("changes nothing where the person declines or only wants to see it", () => on(supabaseLike, async (rig) => {
    const before = await rig.fingerprint();
    await expect(rig.policyApply("notes", "kiss", { for: rig.roles.signedIn })).rejects.toMatchObject({ kind: "refused" });
    const shown = await rig.policyApply("documents", "granular", { for: rig.roles.signedIn, preview: true });
    expect(shown).toMatchObject({ status: "passed", data: { proven: true, applied: false } });
    expect(await rig.fingerprint()).toBe(before);
  }, { declines: true }));

  test("names the candidates where several columns could be the owner's", () => on(settingLike, async (rig) => {
    await rig.seed("CREATE TABLE messages (id bigint PRIMARY KEY, sender bigint REFERENCES users, recipient bigint REFERENCES users, approved_by bigint REFERENCES users)");
    await rig.seed(`GRANT ALL ON messages TO ${rig.roles.application}`);
    await expect(rig.policyApply("messages", "kiss")).rejects.toMatchObject({ kind: "usage", message: expect.stringContaining("sender, recipient") as string, next: expect.stringContaining("--owner") as string });
    expect(await rig.policyApply("messages", "kiss", { owner: "sender" })).toMatchObject({ status: "passed" });
  }));

  test("leaves NOT NULL out where rows have no owner, and tells how many", () => on(supabaseLike, async (rig) => {
    await rig.seed("INSERT INTO notes (body) SELECT 'nobody''s' FROM generate_series(1, 14)");
    const report = await rig.policyApply("notes", "kiss", { for: rig.roles.signedIn, preview: true });
    expect(said(report)).toContain("14 rows of public.notes have no user_id");
    expect(statements(report)).not.toContain("NOT NULL");
  }));

  test("leaves NOT NULL out where a foreign key sets the owner to NULL", () => on(supabaseLike, async (rig) => {
    await rig.seed(`CREATE TABLE posts (id bigint PRIMARY KEY, author_id uuid REFERENCES auth.users ON DELETE SET NULL); GRANT ALL ON posts TO ${rig.roles.signedIn}`);
    const report = await rig.policyApply("posts", "kiss", { for: rig.roles.signedIn, preview: true });
    expect(statements(report)).not.toContain("NOT NULL");
    expect(said(report)).toContain("sets it to NULL");
  }));

  test("refuses an owner's policy on the table that says who is a member", () => on(supabaseLike, async (rig) => {
    await expect(rig.policyApply("members", "kiss", { for: rig.roles.signedIn })).rejects.toMatchObject({ kind: "usage", next: expect.stringContaining("granular") as string });
  }));

  test("takes no table for a membership that only has both columns", () => on(supabaseLike, async (rig) => {
    await rig.seed(`DROP TABLE members; CREATE TABLE drafts (id bigint PRIMARY KEY, org_id uuid NOT NULL REFERENCES orgs, user_id uuid NOT NULL REFERENCES auth.users); GRANT ALL ON drafts TO ${rig.roles.signedIn}`);
    const report = await rig.policyApply("documents", "granular", { for: rig.roles.signedIn, preview: true });
    expect(statements(report)).not.toContain("drafts");
    await expect(rig.policyApply("documents", "granular", { for: rig.roles.signedIn, tenant: "org_id" })).rejects.toMatchObject({ kind: "usage" });
  }));

  test("leads over a table of users that holds what the application says", () => on(supabaseLike, async (rig) => {
    await rig.seed(`CREATE TABLE users (id bigserial PRIMARY KEY, auth_id uuid NOT NULL UNIQUE REFERENCES auth.users); CREATE TABLE bills (id bigserial PRIMARY KEY, user_id bigint NOT NULL REFERENCES users); GRANT ALL ON bills, users TO ${rig.roles.signedIn}; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${rig.roles.signedIn}`);
    const report = await rig.policyApply("bills", "kiss", { for: rig.roles.signedIn });
    expect(report.summary, said(report)).toContain("is protected");
    expect(statements(report)).toContain('t1."auth_id" = (select auth.uid())');
    expect(said(report)).toContain("public.users says whose a row is and is not protected itself");
  }));

  test("closes partitions, gives children the same policies, tells of views", () => on(supabaseLike, async (rig) => {
    await rig.seed(`CREATE TABLE old_notes () INHERITS (notes); GRANT ALL ON old_notes TO ${rig.roles.signedIn}; CREATE VIEW all_notes AS SELECT * FROM notes; CREATE MATERIALIZED VIEW kept_notes AS SELECT * FROM notes; CREATE VIEW my_notes WITH (security_barrier) AS SELECT 1 AS one`);
    const notes = await rig.policyApply("notes", "kiss", { for: rig.roles.signedIn });
    expect(notes.summary, said(notes)).toContain("is protected");
    expect(statements(notes)).toContain('CREATE POLICY "old_notes_owner" ON "public"."old_notes"');
    expect(said(notes)).toContain("public.all_notes");
    expect(said(notes)).toContain("public.kept_notes keeps rows");
    expect(said(notes)).not.toContain("my_notes");
    const events = await rig.policyApply("events", "kiss", { for: rig.roles.signedIn });
    expect(statements(events)).toContain('ALTER TABLE "public"."events_2026" FORCE ROW LEVEL SECURITY');
    expect(statements(events)).toContain(`REVOKE ALL ON TABLE "public"."events_2026" FROM "${rig.roles.signedIn}"`);
  }));

  test("writes one migration pair that its own dry-run passes, and lists what it could not decide", () => on(supabaseLike, async (rig) => {
    await rig.seed("CREATE TABLE countries (code text PRIMARY KEY)");
    const before = await rig.fingerprint();
    const report = await rig.createRlsPolicies(undefined, { granular: true, for: rig.roles.signedIn });
    expect(report.summary, said(report)).toContain("7 tables protected");
    expect(report.files).toEqual(["migrations/001_protect_7_tables.up.sql", "migrations/001_protect_7_tables.down.sql"]);
    expect(report.data?.["undecided"]).toMatchObject([{ table: "public.countries" }]);
    expect(report.data?.["migrations"]).toMatchObject([{ status: "passed", rollback: { verified: true }, proof: "transaction" }]);
    expect(await rig.fingerprint()).toBe(before);
    const up = await rig.files.readText("migrations/001_protect_7_tables.up.sql");
    expect(up.match(/CREATE SCHEMA "private"/g)).toHaveLength(1);
    expect(up.match(/CREATE FUNCTION "private"."my_org_ids"/g)).toHaveLength(1);
  }));

  test("keeps to the layout of the folder that is there", () => on(settingLike, async (rig) => {
    await rig.files.writeText("db/migrations/20260101120000_first.sql", "-- migrate:up\nSELECT 1;\n\n-- migrate:down\nSELECT 1;\n");
    const report = await rig.policyApply("notes", "kiss", { migration: true });
    expect(report.summary, said(report)).toContain("restores exactly what was there");
    expect(report.files?.[0]).toMatch(/^db\/migrations\/\d{14}_protect_notes\.sql$/);
    const text = await rig.files.readText(report.files?.[0] ?? "");
    expect(text).toMatch(/^-- migrate:up\n[\s\S]*CREATE POLICY[\s\S]*\n-- migrate:down\n[\s\S]*DROP POLICY/);
  }));

  test("leads from a second table of users to the one that most rows refer to", () => on(settingLike, async (rig) => {
    await rig.seed(`CREATE TABLE local_user (id bigserial PRIMARY KEY, user_id bigint NOT NULL UNIQUE REFERENCES users); CREATE TABLE tokens (id bigserial PRIMARY KEY, local_user_id bigint NOT NULL REFERENCES local_user); GRANT ALL ON tokens TO ${rig.roles.application}`);
    const report = await rig.policyApply("tokens", "kiss", { owner: "local_user_id", preview: true });
    expect(report.status, said(report)).toBe("passed");
    expect(statements(report)).toContain("from \"public\".\"local_user\" t1 where t1.\"user_id\" =");
  }));

  test("leaves a record about people who do not own it to a person", () => on(settingLike, async (rig) => {
    await rig.seed(`CREATE TABLE mod_locks (id bigserial PRIMARY KEY, mod_person_id bigint NOT NULL REFERENCES users, note_id bigint NOT NULL REFERENCES notes ON DELETE CASCADE); GRANT ALL ON mod_locks TO ${rig.roles.application}`);
    await expect(rig.policyApply("mod_locks", "kiss")).rejects.toMatchObject({ kind: "usage", message: expect.stringContaining("mod_person_id") as string });
  }));

  test("proves where the connection is an owner whom FORCE binds, and where the application is that owner", () => on(settingLike, async (rig) => {
    const owner = rig.roles.signedIn;
    await rig.seed(`GRANT ${rig.roles.application} TO ${owner}; ALTER TABLE notes OWNER TO ${owner}; ALTER TABLE users OWNER TO ${owner}; GRANT ALL ON SCHEMA public TO ${owner}; ALTER TABLE lines OWNER TO ${owner}`);
    await rig.session.run(`SET SESSION AUTHORIZATION ${owner}`);
    const shown = await rig.policyApply("notes", "kiss", { preview: true });
    expect(shown.status, said(shown)).toBe("passed");
    await rig.session.run(`REVOKE ALL ON notes FROM ${rig.roles.application}`);
    const alone = await rig.policyApply("notes", "kiss", { preview: true, for: owner });
    expect(alone.status, said(alone)).toBe("passed");
    expect(said(alone)).toContain("Give the application a role of its own");
    await rig.session.run("RESET SESSION AUTHORIZATION");
  }));
});
