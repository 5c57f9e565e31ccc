import { expect, test } from "vitest";
import type { ReportBody } from "../../../../src/core/report/report.ts";
import { describeDialects } from "../../engines.ts";
import { designRig, type DesignRig } from "./rig.ts";
import { settingLike, supabaseLike, type Roles } from "./schemas.ts";

const statements = (report: ReportBody): string => (report.data?.["statements"] as readonly string[]).join(";\n");
const said = (report: ReportBody): string => (report.findings ?? []).map(({ message }) => message).join("\n");

/** "role moderator delete foreign: denied → allowed": what was tried and how it came out without and with the design. */
function tried(report: ReportBody): string[] {
  const matrix = report.data?.["matrix"] as readonly { identity: string; operation: string; row: string; before: { verdict: string }; after: { verdict: string } }[];
  return matrix.map(({ identity, operation, row, before, after }) => `${identity} ${operation} ${row}: ${before.verdict} → ${after.verdict}`);
}

/** Channels that are nobody's and messages with an author, a role in a claim, and what roles may do in rows. */
function chat(roles: Roles): string {
  return `${supabaseLike(roles)}
    CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb $$;
    CREATE TYPE public.app_permission AS ENUM ('channels.delete', 'messages.delete'); CREATE TYPE public.app_role AS ENUM ('admin', 'moderator');
    CREATE TABLE public.channels (id bigserial PRIMARY KEY, slug text NOT NULL UNIQUE);
    CREATE TABLE public.messages (id bigserial PRIMARY KEY, message text, user_id uuid NOT NULL REFERENCES auth.users (id), channel_id bigint NOT NULL REFERENCES public.channels (id) ON DELETE CASCADE);
    CREATE TABLE public.role_permissions (id bigserial PRIMARY KEY, role public.app_role NOT NULL, permission public.app_permission NOT NULL, UNIQUE (role, permission));
    INSERT INTO public.role_permissions (role, permission) VALUES ('admin', 'channels.delete'), ('admin', 'messages.delete'), ('moderator', 'messages.delete');
    GRANT SELECT, INSERT, UPDATE, DELETE ON public.channels, public.messages TO ${roles.signedIn}, ${roles.anonymous}; GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${roles.signedIn};`;
}

const authorize = `
  CREATE FUNCTION public.authorize(requested_permission public.app_permission) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
  DECLARE bind_permissions int;
  BEGIN
    SELECT count(*) FROM public.role_permissions WHERE permission = authorize.requested_permission AND role = (auth.jwt() ->> 'user_role')::public.app_role INTO bind_permissions;
    RETURN bind_permissions > 0;
  END; $$;`;

describeDialects("designing with permissions of roles", ["postgresql"], (engine) => {
  const on = async (schema: (roles: Roles) => string, work: (rig: DesignRig) => Promise<void>): Promise<void> => {
    const rig = await designRig(engine, schema);
    try {
      await work(rig);
    } finally {
      await rig.close();
    }
  };

  test("an authorize function that is there is asked, for own rows or none, and who has the permission is tried beside who has not", () => on((roles) => `${chat(roles)}${authorize}`, async (rig) => {
    const messages = await rig.policyApply("messages", "granular", { for: rig.roles.signedIn });
    expect(messages.summary, JSON.stringify(messages.findings)).toMatch(/is protected/);
    expect(messages.data).toMatchObject({ proven: true, undoVerified: true, applied: true });
    expect(statements(messages)).toContain(`"public"."authorize"('messages.delete'::public.app_permission)`);
    expect(tried(messages)).toEqual(expect.arrayContaining(["user delete foreign: allowed → denied", "role admin delete foreign: allowed → allowed", "role admin select foreign: allowed → allowed", "user delete own: allowed → allowed"]));
    const channels = await rig.policyApply("channels", "granular", { for: rig.roles.signedIn });
    expect(channels.data, JSON.stringify(channels.findings)).toMatchObject({ proven: true, undoVerified: true, applied: true });
    expect(tried(channels)).toEqual(expect.arrayContaining(["user delete foreign: allowed → denied", "user select foreign: allowed → denied", "role admin delete foreign: allowed → allowed"]));
    expect(said(channels)).toContain("No permission says who may insert or update rows of public.channels");
    expect((messages.data?.["costs"] as readonly { after: { asker: string } | null }[]).map(({ after }) => after?.asker ?? "none")).not.toContain("perRow");
  }));

  test("a table of permissions alone gets its function, which asks the claim or the table of users' roles, and all of it is taken back", () => on(chat, async (rig) => {
    const before = await rig.fingerprint();
    const byClaim = await rig.policyApply("messages", "granular", { for: rig.roles.signedIn, rbac: true, preview: true });
    expect(byClaim.data, JSON.stringify(byClaim.findings)).toMatchObject({ proven: true, undoVerified: true, applied: false });
    expect(statements(byClaim)).toContain("->> 'user_role'");
    expect(await rig.fingerprint()).toBe(before);
    await rig.seed("CREATE TABLE public.user_roles (user_id uuid NOT NULL REFERENCES auth.users (id), role public.app_role NOT NULL, PRIMARY KEY (user_id, role))");
    await rig.session.catalog();
    const byRows = await rig.policyApply("messages", "granular", { for: rig.roles.signedIn, preview: true });
    expect(byRows.data, JSON.stringify(byRows.findings)).toMatchObject({ proven: true, undoVerified: true });
    expect(statements(byRows)).toContain(`from "public"."user_roles" u`);
    expect(tried(byRows)).toContain("role admin delete foreign: allowed → allowed");
  }));

  test("a function that lets nobody through proves nothing, and nothing is applied", () => on((roles) => `${chat(roles)} CREATE FUNCTION public.authorize(p public.app_permission) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT false';`, async (rig) => {
    const report = await rig.policyApply("messages", "granular", { for: rig.roles.signedIn });
    expect([report.status, report.data?.["applied"]]).toEqual(["failed", false]);
    expect(said(report)).toMatch(/role admin.* is denied, and must be allowed/);
  }));

  test("what is asked for and not there is refused with what to make", () => on(supabaseLike, async (rig) => {
    await expect(rig.policyApply("notes", "granular", { for: rig.roles.signedIn, rbac: true })).rejects.toMatchObject({ kind: "usage", next: expect.stringContaining("role_permissions") as string });
    await expect(rig.policyApply("notes", "kiss", { for: rig.roles.signedIn, rbac: true })).rejects.toMatchObject({ kind: "usage" });
  }));
});

describeDialects("designing with a second factor", ["postgresql"], (engine) => {
  test.each(["kiss", "granular"] as const)("%s: who signed in without one reads and writes nothing, and all of it is taken back", async (mode) => {
    const rig = await designRig(engine, supabaseLike);
    try {
      const report = await rig.policyApply("notes", mode, { for: rig.roles.signedIn, aal2: true });
      expect(report.data, JSON.stringify(report.findings)).toMatchObject({ proven: true, undoVerified: true, applied: true });
      expect(statements(report).match(/AS RESTRICTIVE FOR (?:INSERT|UPDATE|DELETE)/g)).toHaveLength(3);
      expect(tried(report)).toEqual(expect.arrayContaining(["user update own: allowed → allowed", "user without a second factor select own: allowed → allowed", "user without a second factor update own: allowed → denied", "user without a second factor insert own: allowed → denied", "user without a second factor delete own: allowed → denied"]));
      expect(await rig.audited().then((found) => found.filter((line) => line.includes(" public.notes ")))).toEqual([]);
    } finally {
      await rig.close();
    }
  });

  test("an application without tokens is refused", async () => {
    const rig = await designRig(engine, settingLike);
    try {
      await expect(rig.policyApply("notes", "kiss", { aal2: true })).rejects.toMatchObject({ kind: "usage", message: expect.stringContaining("--aal2") as string });
    } finally {
      await rig.close();
    }
  });
});
