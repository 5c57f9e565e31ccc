import type { PlantedCase } from "../planted.ts";

const disguises: readonly (readonly [disguise: string, expression: string])[] = [
  ["the word", "true"],
  ["1 = 1", "1 = 1"],
  ["a column compared with itself", "owner_id = owner_id"],
  ["a column not distinct from itself", "body is not distinct from body"],
  ["or true", "(select auth.uid()) = owner_id or true"],
  ["a not-null column is not null", "owner_id is not null"],
  ["coalesce of a constant first", "coalesce(true, (select auth.uid()) = owner_id)"],
  ["not false", "not false"],
  ["exists without a table", "exists (select 1)"],
  ["a length that is never negative", "length(kind) >= 0"],
  ["null or not null", "body is null or body is not null"],
  ["yes or no or unknown", "(done = true) is not null or done is null"],
  ["a scalar subselect", "(select true)"],
  ["a case with only one end", "case when (select auth.uid()) = owner_id then true else 1 < 2 end"],
  ["a pattern that fits everything", "kind like '%'"],
  ["smaller, equal or greater", "n < 5 or n >= 5"],
  ["its own key among its own keys' list", "id in (id, 7)"],
  ["a helper that says yes", "(select {schema}.allowed())"],
];

const notes = `create table notes (id bigint primary key, owner_id uuid not null, kind text not null, body text, done boolean, n integer not null);
  create index on notes (owner_id);
  grant select, insert, update, delete on notes to authenticated;
  alter table notes enable row level security;
  create function allowed() returns boolean language sql stable as 'select true';`;

/** Policies that are true for every row. */
export const openCases: readonly PlantedCase[] = [
  ...disguises.map(([disguise, expression]) => ({
    name: `always true: ${disguise}`,
    sql: `${notes} create policy all_in on notes for update to authenticated using (${expression}) with check (${expression});`,
    expects: ["rls/always-true notes all_in"],
  })),
  {
    name: "reading all rows of a table with personal data, as anybody",
    sql: `create table people (id bigint primary key, full_name text not null, email text);
      grant select on people to anon;
      alter table people enable row level security;
      create policy read_all on people for select to anon using (true);`,
    expects: ["rls/always-true people read_all"],
  },
  {
    name: "an open policy for a role of one's own beside one that asks",
    sql: `create table invoices (id bigint primary key, tenant_id integer not null);
      create index on invoices (tenant_id);
      alter role {role:clerk} login;
      grant select on invoices to {role:clerk};
      alter table invoices enable row level security;
      create policy of_tenant on invoices for select to {role:clerk} using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::integer));
      create policy debug on invoices for select to {role:clerk} using (true);`,
    expects: ["rls/always-true invoices debug", "rls/several-permissive invoices SELECT"],
  },
  {
    name: "control: a public table for reference, read by everybody",
    sql: `create table countries (code char(2) primary key, name text not null, currency text);
      grant select on countries to anon, authenticated;
      alter table countries enable row level security;
      create policy read_all on countries for select using (true);`,
    expects: [],
  },
  {
    name: "control: an open permissive policy under a restrictive one that asks",
    sql: `create table invoices (id bigint primary key, tenant_id integer not null);
      create index on invoices (tenant_id);
      grant select on invoices to authenticated;
      alter table invoices enable row level security;
      create policy base on invoices for select to authenticated using (true);
      create policy fence on invoices as restrictive for select to authenticated using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::integer));`,
    expects: [],
  },
  {
    name: "control: a trusted role of the server's own code may do all",
    sql: `create table jobs (id bigint primary key, tenant_id integer not null);
      alter role {role:worker} login;
      grant select, update on jobs to {role:worker};
      alter table jobs enable row level security;
      create policy work on jobs to {role:worker} using (true) with check (true);`,
    expects: [],
  },
  {
    name: "control: a nullable column that is not null says something",
    sql: `create table posts (id bigint primary key, owner_id uuid not null, published_at timestamptz);
      create index on posts (published_at);
      grant select on posts to anon;
      alter table posts enable row level security;
      create policy published on posts for select to anon using (published_at is not null);`,
    expects: [],
  },
  {
    name: "control: a nullable column equal to itself leaves rows out",
    sql: `create table posts (id bigint primary key, owner_id uuid not null, slot integer);
      grant select on posts to anon;
      alter table posts enable row level security;
      create policy placed on posts for select to anon using (slot is not null and (slot > 3 or slot < 9));`,
    expects: [],
  },
  {
    name: "insert in anybody's name",
    sql: `create table comments (id bigint primary key, author_id uuid not null, body text);
      create index on comments (author_id);
      grant select, insert on comments to authenticated;
      alter table comments enable row level security;
      create policy read_own on comments for select to authenticated using (author_id = (select auth.uid()));
      create policy write on comments for insert to authenticated with check (true);`,
    expects: ["rls/open-check comments write"],
  },
  {
    name: "an own row can be given to anybody",
    sql: `create table notes (id bigint primary key, owner_id uuid not null, body text);
      create index on notes (owner_id);
      grant select, update on notes to authenticated;
      alter table notes enable row level security;
      create policy mine on notes for update to authenticated using (owner_id = (select auth.uid())) with check (true);`,
    expects: ["rls/open-check notes mine"],
  },
  {
    name: "settings that everybody reads and every user may add",
    sql: `create table settings (key text primary key, value text not null);
      grant select on settings to anon;
      grant select, insert on settings to authenticated;
      alter table settings enable row level security;
      create policy read_all on settings for select using (true);
      create policy add on settings for insert to authenticated with check (true);`,
    expects: ["rls/open-check settings add"],
  },
  {
    name: "control: a role of the server's own code reads what users read their own of",
    sql: `create table user_roles (id bigint primary key, user_id uuid not null, role text not null);
      create index on user_roles (user_id);
      alter role {role:auth_admin} login;
      grant select on user_roles to authenticated, {role:auth_admin};
      alter table user_roles enable row level security;
      create policy own on user_roles for select to authenticated using (user_id = (select auth.uid()));
      create policy hook on user_roles for select to {role:auth_admin} using (true);`,
    expects: [],
  },
  {
    name: "control: a form that anybody may send in",
    sql: `create table messages (id bigint generated always as identity primary key, body text not null, sent_at timestamptz not null default now());
      grant insert on messages to anon;
      alter table messages enable row level security;
      create policy send on messages for insert to anon with check (true);`,
    expects: [],
  },
  {
    name: "control: UPDATE without WITH CHECK, where the server asks USING of the new row too",
    sql: `create table notes (id bigint primary key, owner_id uuid not null, body text);
      create index on notes (owner_id);
      grant select, update on notes to authenticated;
      alter table notes enable row level security;
      create policy mine on notes for update to authenticated using (owner_id = (select auth.uid()));`,
    expects: [],
  },
];
