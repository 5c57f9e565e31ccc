import type { PlantedCase } from "../planted.ts";

const invoices = `create table invoices (id bigint primary key, owner_id uuid not null, status text not null);
  create index on invoices (owner_id);
  grant select, update on invoices to authenticated;
  alter table invoices enable row level security;`;
const reviewers = "((select auth.jwt()) -> 'app_metadata' ->> 'reviewer') = 'yes'";

/** Policies that are wrong, or right, only together with others. */
export const combinationCases: readonly PlantedCase[] = [
  {
    name: "a restrictive policy alone",
    sql: `${invoices} create policy fence on invoices as restrictive to authenticated using (owner_id = (select auth.uid()));`,
    expects: ["rls/only-restrictive invoices fence"],
  },
  {
    name: "a permissive policy that is meant to forbid",
    sql: `${invoices} create policy mine on invoices for select to authenticated using (owner_id = (select auth.uid()));
      create policy nobody on invoices for select to authenticated using (false);`,
    expects: ["rls/permissive-deny invoices nobody", "rls/several-permissive invoices SELECT"],
  },
  {
    name: "control: false alone, which says what holds without it too",
    sql: `${invoices} create policy mine on invoices for select to authenticated using (owner_id = (select auth.uid()));
      create policy never on invoices for update to authenticated using (false);`,
    expects: [],
  },
  {
    name: "a restrictive policy that restricts nothing",
    sql: `${invoices} create policy mine on invoices for select to authenticated using (owner_id = (select auth.uid()));
      create policy fence on invoices as restrictive for select to authenticated using (1 = 1);`,
    expects: ["rls/restrictive-true invoices fence"],
  },
  {
    name: "control: a second factor is asked for on top",
    sql: `${invoices} create policy mine on invoices for select to authenticated using (owner_id = (select auth.uid()));
      create policy second_factor on invoices as restrictive for select to authenticated using (((select auth.jwt()) ->> 'aal') = 'aal2');`,
    expects: [],
  },
  {
    name: "a new status that only reviewers should set, accepted from owners",
    sql: `${invoices} create policy owners on invoices for update to authenticated using (owner_id = (select auth.uid()) and status = 'DRAFT') with check (owner_id = (select auth.uid()) and status = 'SENT');
      create policy reviewers on invoices for update to authenticated using (${reviewers} and status = 'SENT') with check (status = 'DONE');`,
    expects: ["rls/checks-combine invoices reviewers", "rls/several-permissive invoices UPDATE"],
  },
  {
    name: "two policies for changes that ask for the caller in both clauses",
    sql: `${invoices} create policy owners on invoices for update to authenticated using (owner_id = (select auth.uid()) and status = 'DRAFT') with check (owner_id = (select auth.uid()) and status = 'SENT');
      create policy reviewers on invoices for update to authenticated using (${reviewers} and status = 'SENT') with check (${reviewers} and status = 'DONE');`,
    expects: ["rls/several-permissive invoices UPDATE"],
  },
  {
    name: "a row can leave its tenant",
    sql: `create table projects (id bigint primary key, tenant_id integer not null, name text not null);
      create index on projects (tenant_id);
      grant select, update on projects to authenticated;
      alter table projects enable row level security;
      create policy of_tenant on projects for update to authenticated using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::integer)) with check (name <> '');`,
    expects: ["rls/check-drops-scope projects of_tenant"],
  },
  {
    name: "control: both clauses ask for the tenant, the second in other words",
    sql: `create table projects (id bigint primary key, tenant_id integer not null, name text not null);
      create index on projects (tenant_id);
      grant select, update on projects to authenticated;
      alter table projects enable row level security;
      create policy of_tenant on projects for update to authenticated using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::integer)) with check ((select nullif(current_setting('app.tenant_id', true), '')::integer) = tenant_id and name <> '');`,
    expects: [],
  },
  {
    name: "the same policy twice",
    sql: `${invoices} create policy mine on invoices for select to authenticated using (owner_id = (select auth.uid()));
      create policy mine_too on invoices for select to authenticated using (owner_id = (select auth.uid()));`,
    expects: ["rls/duplicate-policy invoices mine_too", "rls/several-permissive invoices SELECT"],
  },
  {
    name: "control: one policy for each command",
    sql: `${invoices} grant insert, delete on invoices to authenticated;
      create policy reads on invoices for select to authenticated using (owner_id = (select auth.uid()));
      create policy adds on invoices for insert to authenticated with check (owner_id = (select auth.uid()));
      create policy changes on invoices for update to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
      create policy removes on invoices for delete to authenticated using (owner_id = (select auth.uid()) and status = 'DRAFT');`,
    expects: [],
  },
];
