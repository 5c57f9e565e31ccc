import type { PlantedCase } from "../planted.ts";

const own = "(select auth.uid()) = owner_id";
const guarded = `grant usage on schema auth to {role:app}; create table notes (id bigint primary key, owner_id uuid not null, body text); create index on notes (owner_id); alter table notes enable row level security;
  create policy own on notes for all to {role:app} using (${own}) with check (${own}); grant select, insert, update, delete on notes to {role:app};`;
const copying = "alter role {role:copier} bypassrls; grant select on notes to {role:copier};";

/** Who is above policies, or can come to be. */
export const roleCases: readonly PlantedCase[] = [
  { name: "an application's role that is above policies", sql: `${guarded} alter role {role:batch} login bypassrls; grant select on notes to {role:batch};`, expects: ["reach/bypass-role role batch"] },
  { name: "control: a role above policies that nobody logs in as", sql: `${guarded} ${copying}`, expects: [] },
  { name: "an application's role that can become one above policies", sql: `${guarded} ${copying} grant {role:copier} to {role:app};`, expects: ["reach/becomes-bypass role app copier"] },
  { name: "an application's role that can become a superuser", sql: `${guarded} alter role {role:boss} superuser; grant {role:boss} to {role:app};`, expects: ["reach/becomes-bypass role app boss"] },
  { name: "an application's role that can become one above policies which has no grant", sql: `${guarded} alter table notes owner to {role:keeper}; alter role {role:copier} bypassrls; revoke select on notes from {role:copier}; grant {role:copier} to {role:app};`, expects: ["reach/becomes-bypass role app copier"] },
  { name: "the same over another role", sql: `${guarded} ${copying} grant {role:copier} to {role:staff}; grant {role:staff} to {role:app};`, expects: ["reach/becomes-bypass role app copier"] },
  { name: "control: a role that can become another of its kind", sql: `${guarded} grant {role:app} to {role:web}; alter role {role:web} login;`, expects: [] },
  { name: "policies that do not bind the owner, whom the application logs in as", sql: `${guarded} alter role {role:owner} login; alter table notes owner to {role:owner};`, expects: ["reach/login-owner role owner", "reach/not-forced notes"] },
  { name: "policies that do not bind the owner, whom the application may become", sql: `${guarded} alter table notes owner to {role:owner}; grant {role:owner} to {role:app};`, expects: ["reach/not-forced notes"] },
  { name: "control: an owner that nobody logs in as or becomes", sql: `${guarded} alter table notes owner to {role:owner};`, expects: [] },
  { name: "control: the same, and the policies are forced", sql: `${guarded} alter table notes force row level security; alter table notes owner to {role:owner}; grant {role:owner} to {role:app};`, expects: [] },
  { name: "tables of one schema belong to three roles", sql: "create table a (id int primary key); create table b (id int primary key); create table c (id int primary key); alter table a owner to {role:one}; alter table b owner to {role:two}; alter table c owner to {role:three};", expects: ["reach/many-owners schema {schema}"] },
];
