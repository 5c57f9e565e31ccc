import type { PlantedCase } from "../planted.ts";

const notes = `create table notes (id bigint primary key, owner_id uuid not null, owner_name name, email text, kind text not null);
  create index on notes (owner_id);
  create index on notes (owner_name);
  create index on notes (email);
  create index on notes (kind);
  grant select on notes to authenticated;
  alter table notes enable row level security;`;

/** Whom a policy believes, and whom it is for. */
export const callerCases: readonly PlantedCase[] = [
  {
    name: "user_metadata decides",
    sql: `${notes} create policy admins on notes for select to authenticated using (((select auth.jwt()) -> 'user_metadata' ->> 'role') = 'admin');`,
    expects: ["rls/user-metadata notes admins"],
  },
  {
    name: "user_metadata by a path",
    sql: `${notes} create policy admins on notes for select to authenticated using (((select auth.jwt()) #>> '{user_metadata,role}') = 'admin');`,
    expects: ["rls/user-metadata notes admins"],
  },
  {
    name: "user_metadata behind a function behind a function",
    sql: `${notes} create function claim(name text) returns text language plpgsql stable as $$ begin return auth.jwt() -> 'user_metadata' ->> name; end $$;
      create function is_admin() returns boolean language sql stable as $$ select {schema}.claim('role') = 'admin' $$;
      create policy admins on notes for select to authenticated using ((select is_admin()));`,
    expects: ["rls/user-metadata notes admins"],
  },
  {
    name: "the users' own column behind a definer",
    sql: `${notes} create function is_admin() returns boolean language sql stable security definer set search_path = '' as $$ select raw_user_meta_data ->> 'role' = 'admin' from auth.users where id = (select auth.uid()) $$;
      create policy admins on notes for select to authenticated using ((select is_admin()));`,
    expects: ["rls/user-metadata notes admins"],
  },
  {
    name: "the tenant that users write into their user_metadata",
    sql: `create table plans (id bigint primary key, tenant_id integer not null);
      create index on plans (tenant_id);
      grant select on plans to authenticated;
      alter table plans enable row level security;
      create policy of_tenant on plans for select to authenticated using (tenant_id = ((select auth.jwt()) -> 'user_metadata' ->> 'tenant_id')::integer);`,
    expects: ["rls/user-metadata plans of_tenant"],
  },
  {
    name: "a switch that users write into their user_metadata",
    sql: `${notes} create policy admins on notes for select to authenticated using (coalesce(((select auth.jwt()) -> 'user_metadata' ->> 'is_admin')::boolean, false));`,
    expects: ["rls/user-metadata notes admins"],
  },
  {
    name: "control: app_metadata, which only the server writes",
    sql: `${notes} create policy admins on notes for select to authenticated using (((select auth.jwt()) -> 'app_metadata' ->> 'role') = 'admin');`,
    expects: [],
  },
  {
    name: "control: a word that looks like it in a column",
    sql: `${notes} create policy kinds on notes for select to authenticated using (owner_id = (select auth.uid()) and kind <> 'user_metadata');`,
    expects: [],
  },
  {
    name: "the e-mail address of the token",
    sql: `${notes} create policy mine on notes for select to authenticated using (email = (select auth.email()));`,
    expects: ["rls/email-gate notes mine"],
  },
  {
    name: "everybody whose address ends like the company's",
    sql: `${notes} create policy staff on notes for select to authenticated using ((select auth.jwt() ->> 'email') like '%@example.com');`,
    expects: ["rls/email-gate notes staff", "rls/pattern-on-identity notes staff"],
  },
  {
    name: "a regular expression on a claim",
    sql: `${notes} create policy staff on notes for select to authenticated using (((select auth.jwt()) -> 'app_metadata' ->> 'plan') ~ 'pro|team');`,
    expects: ["rls/pattern-on-identity notes staff"],
  },
  {
    name: "control: a pattern on the row",
    sql: `${notes} create policy mine on notes for select to authenticated using (owner_id = (select auth.uid()) and kind like 'public/%');`,
    expects: [],
  },
  {
    name: "one user is let through by name",
    sql: `${notes} create policy support on notes for select to authenticated using ((select auth.uid()) = '7b6a2a9e-8d1f-4a50-9d29-3c1f0e5a1b11'::uuid);`,
    expects: ["rls/hard-coded-identity notes support"],
  },
  {
    name: "one tenant is let through by number",
    sql: `create table plans (id bigint primary key, tenant_id integer not null);
      grant select on plans to authenticated;
      alter table plans enable row level security;
      create policy demo on plans for select to authenticated using (tenant_id = 42);`,
    expects: ["rls/hard-coded-identity plans demo"],
  },
  {
    name: "control: a kind compared with a literal",
    sql: `${notes} create policy shared on notes for select to authenticated using (kind = 'public');`,
    expects: [],
  },
  {
    name: "auth.role() compared with a slip of the pen",
    sql: `${notes} create policy mine on notes for select to authenticated using ((select auth.role()) = 'authentcated' and owner_id = (select auth.uid()));`,
    expects: ["rls/unknown-role notes mine"],
  },
  {
    name: "control: an application's own role in app_metadata",
    sql: `${notes} create policy editors on notes for select to authenticated using (((select auth.jwt()) -> 'app_metadata' ->> 'role') = 'editor');`,
    expects: [],
  },
  {
    name: "a policy for a role that nobody can be",
    sql: `${notes} create policy mine on notes for select to {role:authentcated} using (owner_id = (select auth.uid()));`,
    expects: ["rls/role-nobody-has notes mine"],
  },
  {
    name: "control: a group whose members log in",
    sql: `${notes} alter role {role:alice} login;
      grant {role:clerks} to {role:alice};
      create policy clerks on notes for select to {role:clerks} using (kind = 'order');`,
    expects: [],
  },
  {
    name: "a policy for a role that bypasses policies",
    sql: `${notes} create policy backend on notes to service_role using (true) with check (true);
      create policy mine on notes for select to authenticated using (owner_id = (select auth.uid()));`,
    expects: ["rls/bypass-role-policy notes backend"],
  },
  {
    name: "current_user where everybody is authenticated",
    sql: `${notes} create policy mine on notes for select to authenticated using (owner_name = current_user);`,
    expects: ["rls/pool-role-as-user notes mine"],
  },
  {
    name: "control: current_user where everybody has a role",
    sql: `create table desks (id bigint primary key, clerk name not null);
      create index on desks (clerk);
      alter role {role:alice} login;
      grant select on desks to {role:alice};
      alter table desks enable row level security;
      create policy mine on desks for select using (clerk = current_user);`,
    expects: [],
  },
  {
    name: "asked of visitors for nothing",
    sql: `${notes} grant select on notes to anon;
      create policy mine on notes for select using (owner_id = (select auth.uid()));`,
    expects: ["rls/to-everybody notes mine"],
  },
];
