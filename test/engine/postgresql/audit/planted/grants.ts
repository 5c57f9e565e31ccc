import type { PlantedCase } from "../planted.ts";

const own = "(select auth.uid()) = owner_id";
const notes = (name: string): string => `create table ${name} (id bigint primary key, owner_id uuid not null, body text); create index on ${name} (owner_id);`;
const guarded = (name: string): string => `${notes(name)} grant select, insert, update, delete on ${name} to authenticated; alter table ${name} enable row level security;
  create policy own on ${name} for all to authenticated using (${own}) with check (${own});`;

/** What grants let somebody reach that policies do not, or no longer, hold. */
export const grantCases: readonly PlantedCase[] = [
  { name: "rows of people without row level security, granted to all who signed in", sql: `${notes("notes")} grant select on notes to authenticated;`, expects: ["reach/row-security-off notes"] },
  { name: "a partitioned table without row level security, its root alone granted", sql: "create table events (id bigint, tenant_id uuid not null) partition by range (id); create table events_1 partition of events for values from (0) to (9); grant select on events to anon;", expects: ["reach/row-security-off events"] },
  { name: "e-mail addresses that everybody reads by a grant to PUBLIC", sql: "create table people (id bigint primary key, email text); grant select on people to public;", expects: ["reach/row-security-off people"] },
  { name: "a grant to insert alone, in anybody's name", sql: `${notes("notes")} grant insert on notes to anon;`, expects: ["reach/write-only-grant notes"] },
  { name: "a grant to delete without reading", sql: "create table words (id bigint primary key, word text); grant delete on words to authenticated;", expects: ["reach/write-only-grant words"] },
  { name: "control: only the owner reaches the table", sql: notes("notes"), expects: [] },
  { name: "control: only a role above policies has a grant", sql: `${notes("notes")} grant all on notes to service_role;`, expects: [] },
  { name: "control: a letter box that nobody's rows stand in", sql: "create table feedback (id bigint generated always as identity primary key, body text not null); grant insert on feedback to anon;", expects: [] },
  { name: "control: a list for everybody, to read", sql: "create table countries (code char(2) primary key, title text not null); grant select on countries to anon, authenticated;", expects: [] },
  { name: "control: a grant in a schema that nobody may enter", sql: `${notes("notes")} grant select on notes to authenticated; revoke usage on schema {schema} from public;`, expects: [] },
  { name: "a partition that is granted beside its parent", sql: `create table logs (id bigint not null, owner_id uuid not null) partition by range (id); alter table logs enable row level security;
      create policy own on logs for select to authenticated using (${own}); grant select on logs to authenticated; create table logs_1 partition of logs for values from (0) to (9); grant select on logs_1 to authenticated;`, expects: ["reach/partition-bypass logs_1"] },
  { name: "control: a partition that only its parent reaches", sql: `create table logs (id bigint not null, owner_id uuid not null) partition by range (id); alter table logs enable row level security;
      create policy own on logs for select to authenticated using (${own}); grant select on logs to authenticated; create table logs_1 partition of logs for values from (0) to (9);`, expects: [] },
  { name: "a child by inheritance that is granted beside its parent", sql: `${guarded("notes")} create table drafts () inherits (notes); grant select on drafts to authenticated;`, expects: ["reach/inheritance-bypass drafts"] },
  { name: "TRUNCATE on a table under policies", sql: `${guarded("notes")} grant truncate on notes to authenticated;`, expects: ["reach/truncate schema {schema} authenticated"] },
  { name: "a child by inheritance into which those who did not sign in may write", sql: `${guarded("notes")} create table drafts () inherits (notes); grant insert on drafts to anon;`, expects: ["reach/inheritance-bypass drafts"] },
  { name: "all privileges on all tables, as a new project of Supabase gives them", sql: `${guarded("notes")} ${guarded("tasks")} ${guarded("files")} ${guarded("events")} grant all on all tables in schema {schema} to anon, authenticated, service_role;`, expects: [
    "reach/trigger-or-references schema {schema} anon", "reach/trigger-or-references schema {schema} authenticated", "reach/truncate schema {schema} anon", "reach/truncate schema {schema} authenticated"] },
  { name: "TRIGGER on a table, for whoever signed in", sql: `${guarded("notes")} grant trigger on notes to authenticated;`, expects: ["reach/trigger-or-references schema {schema} authenticated"] },
  { name: "a sequence that everybody may set", sql: "create sequence numbers; grant usage, update on sequence numbers to anon;", expects: ["reach/sequence schema {schema} anon"] },
  { name: "several sequences that everybody may set, one of which it may not ask", sql: "create sequence numbers; create sequence others; grant usage, update on sequence numbers to anon; grant update on sequence others to anon;", expects: ["reach/sequence schema {schema} anon"] },
  { name: "rows of people in a table whose check wants the one or the other", sql: `create table accounts (id uuid primary key, owner_id uuid not null, personal boolean not null default true, slug text unique, check ((personal and slug is null) or (not personal and slug is not null)));
      create table docs (id bigint primary key, account_id uuid not null references accounts, body text); grant select on docs to authenticated;`, expects: ["reach/row-security-off docs"] },
  { name: "control: a sequence that everybody may ask", sql: "create sequence numbers; grant usage on sequence numbers to anon;", expects: [] },
  { name: "new tables are granted to those who did not sign in", sql: "alter default privileges for role {role:maker} in schema {schema} grant select, insert on tables to anon;", expects: ["reach/default-privileges default privileges of maker in {schema} anon"] },
  { name: "control: new tables are granted to a role for reports", sql: "alter default privileges for role {role:maker} in schema {schema} grant select on tables to {role:reports};", expects: [] },
  { name: "a schema in which everybody may create", sql: "grant create on schema {schema} to public;", expects: ["reach/schema-create schema {schema}"] },
  { name: "a password hash that whoever passes the policy reads", sql: `create table accounts (id uuid primary key, email text, password_hash text); grant select on accounts to authenticated; alter table accounts enable row level security;
      create policy own on accounts for select to authenticated using ((select auth.uid()) = id);`, expects: ["reach/sensitive-column accounts password_hash"] },
  { name: "control: the same with grants by column", sql: `create table accounts (id uuid primary key, email text, password_hash text); grant select (id, email) on accounts to authenticated; alter table accounts enable row level security;
      create policy own on accounts for select to authenticated using ((select auth.uid()) = id);`, expects: [] },
  { name: "a user may make himself an administrator", sql: `create table profiles (id uuid primary key, nickname text, is_admin boolean not null default false); grant select, update on profiles to authenticated; alter table profiles enable row level security;
      create policy own on profiles for all to authenticated using ((select auth.uid()) = id);`, expects: ["reach/privileged-column profiles is_admin"] },
  { name: "control: the grant names the columns that a user may change", sql: `create table profiles (id uuid primary key, nickname text, is_admin boolean not null default false); grant select, update (nickname) on profiles to authenticated; alter table profiles enable row level security;
      create policy own on profiles for all to authenticated using ((select auth.uid()) = id);`, expects: [] },
  { name: "a code that is unique over all tenants", sql: `create table coupons (id bigint primary key, tenant_id uuid not null, code text not null unique); create index on coupons (tenant_id); grant select, insert on coupons to authenticated; alter table coupons enable row level security;
      create policy t on coupons for all to authenticated using (tenant_id = (select (auth.jwt() -> 'app_metadata' ->> 'tenant_id')::uuid));`, expects: ["reach/unique-oracle coupons coupons_code_key"] },
  { name: "control: a code that is unique within a tenant", sql: `create table coupons (id bigint primary key, tenant_id uuid not null, code text not null, unique (tenant_id, code)); grant select, insert on coupons to authenticated; alter table coupons enable row level security;
      create policy t on coupons for all to authenticated using (tenant_id = (select (auth.jwt() -> 'app_metadata' ->> 'tenant_id')::uuid));`, expects: [] },
  { name: "a foreign key that tells which hidden parents exist", sql: `${guarded("notes")} create table remarks (id bigint primary key, owner_id uuid not null, note_id bigint not null references notes); create index on remarks (owner_id); create index on remarks (note_id);
      grant insert on remarks to authenticated; alter table remarks enable row level security; create policy own on remarks for insert to authenticated with check (${own});`, expects: ["reach/foreign-key-oracle remarks remarks_note_id_fkey"] },
  { name: "control: the check asks for the parent", sql: `${guarded("notes")} create table remarks (id bigint primary key, owner_id uuid not null, note_id bigint not null references notes); create index on remarks (owner_id); create index on remarks (note_id);
      grant insert on remarks to authenticated; alter table remarks enable row level security;
      create policy own on remarks for insert to authenticated with check (${own} and exists (select 1 from notes n where n.id = note_id and n.owner_id = (select auth.uid())));`, expects: [] },
  { name: "changes of an open table are sent to clients", sql: "create table scores (id bigint primary key, user_id uuid not null); grant select on scores to authenticated; create publication realtime_{schema} for table scores;", expects: ["reach/publication scores realtime_{schema}", "reach/row-security-off scores"] },
];
