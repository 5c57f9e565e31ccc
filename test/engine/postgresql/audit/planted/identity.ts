import type { PlantedCase } from "../planted.ts";

const notes = `create table notes (id bigint primary key, owner_id uuid not null, body text);
  create index on notes (owner_id);
  grant select, update on notes to anon, authenticated;
  alter table notes enable row level security;`;
const invoices = `create table invoices (id bigint primary key, tenant_id integer not null);
  create index on invoices (tenant_id);
  alter role {role:app} login;
  grant select on invoices to {role:app};
  alter table invoices enable row level security;`;

/** What a policy makes of who asks. */
export const identityCases: readonly PlantedCase[] = [
  {
    name: "whoever is not signed in sees all",
    sql: `${notes} create policy mine on notes for select to anon, authenticated using ((select auth.uid()) is null or (select auth.uid()) = owner_id);`,
    expects: ["rls/fails-open notes mine"],
  },
  {
    name: "a missing setting falls back to the row's own tenant",
    sql: `${invoices} create policy of_tenant on invoices for select to {role:app} using (coalesce((select nullif(current_setting('app.tenant_id', true), ''))::integer, tenant_id) = tenant_id);`,
    expects: ["rls/fails-open invoices of_tenant"],
  },
  {
    name: "not distinct turned round is true for the unknown",
    sql: `${notes} create policy mine on notes for select to anon using ((select auth.uid()) is distinct from owner_id);`,
    expects: ["rls/fails-open notes mine"],
  },
  {
    name: "all but the owner",
    sql: `${notes} create policy mine on notes for select to authenticated using ((select auth.uid()) <> owner_id);`,
    expects: ["rls/inverted-identity notes mine"],
  },
  {
    name: "signed in is all that is asked before a change",
    sql: `${notes} create policy mine on notes for update to authenticated using ((select auth.uid()) is not null);`,
    expects: ["rls/any-signed-in notes mine"],
  },
  {
    name: "the role's name is all that is asked",
    sql: `${notes} create policy mine on notes for update to authenticated using ((select auth.role()) = 'authenticated');`,
    expects: ["rls/any-signed-in notes mine"],
  },
  {
    name: "control: a missing setting shows nothing",
    sql: `${invoices} create policy of_tenant on invoices for select to {role:app} using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::integer));`,
    expects: [],
  },
  {
    name: "control: signed in and the owner",
    sql: `${notes} create policy mine on notes for select to authenticated using ((select auth.uid()) is not null and (select auth.uid()) = owner_id);`,
    expects: [],
  },
  {
    name: "control: users may read what all of them share",
    sql: `create table announcements (id bigint primary key, body text not null);
      grant select on announcements to authenticated;
      alter table announcements enable row level security;
      create policy shared on announcements for select to authenticated using ((select auth.uid()) is not null);`,
    expects: [],
  },
  {
    name: "control: not one's own vote",
    sql: `${notes} create policy others on notes as restrictive for update to authenticated using ((select auth.uid()) <> owner_id);
      create policy reviewers on notes for update to authenticated using ((select (auth.jwt() -> 'app_metadata') ->> 'reviewer') = 'yes');
      create policy mine on notes for select to authenticated using ((select auth.uid()) = owner_id);`,
    expects: [],
  },
];
