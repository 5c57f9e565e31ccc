import { randomBytes } from "node:crypto";

/** Names of roles belong to the whole server, so that each test run has its own. */
export interface Roles {
  readonly signedIn: string;
  readonly anonymous: string;
  readonly application: string;
}

export function newRoles(): Roles {
  const suffix = randomBytes(4).toString("hex");
  return { signedIn: `wt_design_user_${suffix}`, anonymous: `wt_design_anon_${suffix}`, application: `wt_design_app_${suffix}` };
}

export const hostile = 'we"ird <img onerror=x>';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Users, their notes, organisations with members by role, documents of an organisation with lines, and names that nobody should use. */
function tables(users: string, id: string): string {
  return `
    CREATE TABLE public.notes (id bigserial PRIMARY KEY, user_id ${id} REFERENCES ${users} (id) ON DELETE CASCADE, body text NOT NULL DEFAULT '');
    CREATE TABLE public.orgs (id ${id} PRIMARY KEY, name text NOT NULL DEFAULT '');
    CREATE TABLE public.members (org_id ${id} NOT NULL REFERENCES public.orgs (id), user_id ${id} NOT NULL REFERENCES ${users} (id), role text NOT NULL DEFAULT 'viewer' CHECK (role IN ('viewer', 'editor', 'admin')), PRIMARY KEY (org_id, user_id));
    CREATE TABLE public.documents (id bigserial PRIMARY KEY, org_id ${id} NOT NULL REFERENCES public.orgs (id), created_by ${id} NOT NULL REFERENCES ${users} (id), title text NOT NULL DEFAULT '');
    CREATE TABLE public.lines (id bigserial PRIMARY KEY, note_id bigint NOT NULL REFERENCES public.notes (id) ON DELETE CASCADE, text text);
    CREATE TABLE public.${quoted(hostile)} ("select" bigserial PRIMARY KEY, "owner id" ${id} REFERENCES ${users} (id), "the ""body""" text);
    CREATE TABLE public.events (id bigserial, user_id ${id} NOT NULL REFERENCES ${users} (id), at date NOT NULL DEFAULT '2026-02-01', PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
    CREATE TABLE public.events_2026 PARTITION OF public.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');`;
}

const everything = (roles: readonly string[]): string => `GRANT USAGE ON SCHEMA public TO ${roles.join(", ")}; GRANT ALL ON ALL TABLES IN SCHEMA public TO ${roles.join(", ")}; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${roles.join(", ")};`;

/** As Supabase has it, with the test's own roles where Supabase has authenticated and anon. */
export function supabaseLike({ signedIn, anonymous }: Roles): string {
  return `
    CREATE SCHEMA auth;
    CREATE TABLE auth.users (id uuid PRIMARY KEY, email text);
    CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''), nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid $$;
    GRANT USAGE ON SCHEMA auth TO ${signedIn}, ${anonymous};
    ${tables("auth.users", "uuid")}
    ${everything([signedIn, anonymous])}`;
}

/** PostgREST without Supabase: a function reads the claims. */
export function claimsLike({ signedIn, anonymous }: Roles): string {
  return `
    CREATE TABLE public.users (id text PRIMARY KEY, email text);
    CREATE FUNCTION public.who() RETURNS text LANGUAGE sql STABLE AS $$ SELECT current_setting('request.jwt.claims', true)::json ->> 'sub' $$;
    ${tables("public.users", "text")}
    ${everything([signedIn, anonymous])}`;
}

/** Settings of the transaction, numbers for ids. */
export function settingLike({ application }: Roles): string {
  return `
    CREATE TABLE public.users (id bigint PRIMARY KEY, email text);
    CREATE FUNCTION public.who() RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('app.user_id', true), '')::bigint $$;
    ${tables("public.users", "bigint")}
    ${everything([application])}`;
}

/** Settings that tell the tenant alone. */
export function tenantLike({ application }: Roles): string {
  return `
    CREATE TABLE public.tenants (id uuid PRIMARY KEY);
    CREATE FUNCTION public.tenant() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('app.tenant_id', true), '')::uuid $$;
    CREATE TABLE public.invoices (id bigserial PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES public.tenants (id), total numeric);
    CREATE TABLE public.invoice_lines (id bigserial PRIMARY KEY, invoice_id bigint NOT NULL REFERENCES public.invoices (id) ON DELETE CASCADE, text text);
    ${everything([application])}`;
}

/** Every user is a role. */
export function roleLike({ application }: Roles): string {
  return `
    CREATE TABLE public.todos (id bigserial PRIMARY KEY, owner name NOT NULL DEFAULT CURRENT_USER, body text);
    CREATE TABLE public.todo_items (id bigserial PRIMARY KEY, todo_id bigint NOT NULL REFERENCES public.todos (id) ON DELETE CASCADE);
    ${everything([application])}`;
}
