import type { PlantedCase } from "../planted.ts";

/** Members that only a helper of the owner reads, and documents of their organisations. */
const organisation = `create table members (org_id bigint not null, user_id uuid not null, role text not null, primary key (org_id, user_id));
  create index on members (user_id);
  create table docs (id bigint primary key, org_id bigint not null, title text);
  create index on docs (org_id);
  grant select on members, docs to authenticated;
  grant insert, update, delete on docs to authenticated;
  alter table members enable row level security;
  alter table docs enable row level security;
  create policy own_memberships on members for select to authenticated using (user_id = (select auth.uid()));`;

/** The same where everybody reads the list of members. */
const openOrganisation = `create table members (org_id bigint not null, user_id uuid not null, role text not null, primary key (org_id, user_id));
  create table docs (id bigint primary key, org_id bigint not null, title text);
  create index on docs (org_id);
  grant select on members, docs to authenticated;
  alter table docs enable row level security;`;

/** Policies that read other tables. */
export const subqueryCases: readonly PlantedCase[] = [
  {
    name: "an unqualified name that the subquery takes for its own",
    sql: `${organisation} create policy members_read on docs for select to authenticated
      using (exists (select 1 from members m where m.user_id = (select auth.uid()) and m.org_id = org_id));`,
    expects: ["rls/self-comparison docs members_read", "rls/uncorrelated-subquery docs members_read"],
  },
  {
    name: "an unqualified id that the subquery takes for its own",
    sql: `create table profiles (id uuid primary key, person_id uuid not null);
      create table people (id uuid primary key, nickname text);
      grant select on profiles, people to authenticated;
      alter table profiles enable row level security;
      alter table people enable row level security;
      create policy own on profiles for select to authenticated using (id = (select auth.uid()));
      create policy own on people for select to authenticated using (exists (select 1 from profiles p where p.person_id = id and p.id = (select auth.uid())));`,
    expects: ["rls/self-comparison people own"],
  },
  {
    name: "any membership anywhere opens everything",
    sql: `${organisation} create policy members_read on docs for select to authenticated
      using (exists (select 1 from members where user_id = (select auth.uid())));`,
    expects: ["rls/uncorrelated-subquery docs members_read"],
  },
  {
    name: "somebody's membership, not the caller's",
    sql: `${openOrganisation} create policy members_read on docs for select to authenticated using (exists (select 1 from members m where m.org_id = docs.org_id));`,
    expects: ["rls/uncorrelated-subquery docs members_read"],
  },
  {
    name: "tied to neither the row nor the caller",
    sql: `${openOrganisation} create policy members_read on docs for select to authenticated using (exists (select 1 from members));`,
    expects: ["rls/uncorrelated-subquery docs members_read"],
  },
  {
    name: "in a list of everybody's organisations",
    sql: `${openOrganisation} create policy members_read on docs for select to authenticated using (org_id in (select m.org_id from members m));`,
    expects: ["rls/uncorrelated-subquery docs members_read"],
  },
  {
    name: "control: members of the row's organisation",
    sql: `${organisation} create policy members_read on docs for select to authenticated
      using (exists (select 1 from members m where m.user_id = (select auth.uid()) and m.org_id = docs.org_id));
      create policy members_write on docs for insert to authenticated
      with check (org_id in (select m.org_id from members m where m.user_id = (select auth.uid()) and m.role = 'editor'));`,
    expects: [],
  },
  {
    name: "control: the members table itself shows only the caller's rows",
    sql: `${organisation} create policy members_read on docs for select to authenticated using (org_id in (select m.org_id from members m));`,
    expects: [],
  },
  {
    name: "control: administrators see everything",
    sql: `${organisation} create policy admins_read on docs for select to authenticated
      using (exists (select 1 from members m where m.user_id = (select auth.uid()) and m.role = 'admin'));`,
    expects: [],
  },
  {
    name: "control: a switch for all",
    sql: `create table switches (name text primary key, open boolean not null);
      create table items (id bigint primary key, title text);
      grant select on switches, items to anon;
      alter table switches enable row level security;
      alter table items enable row level security;
      create policy all_read on switches for select to anon using (true);
      create policy while_open on items for select to anon using (exists (select 1 from switches where name = 'shop' and open));`,
    expects: [],
  },
  {
    name: "a policy that reads its own table",
    sql: `create table members (org_id bigint not null, user_id uuid not null, primary key (org_id, user_id));
      grant select on members to authenticated;
      alter table members enable row level security;
      create policy fellow_members on members for select to authenticated
        using (org_id in (select m.org_id from members m where m.user_id = (select auth.uid())));`,
    expects: ["rls/recursion members fellow_members"],
  },
  {
    name: "a circle over two tables",
    sql: `create table projects (id bigint primary key, owner_id uuid not null);
      create table shares (project_id bigint not null references projects, user_id uuid not null, primary key (project_id, user_id));
      create index on projects (owner_id);
      create index on shares (user_id);
      grant select on projects, shares to authenticated;
      alter table projects enable row level security;
      alter table shares enable row level security;
      create policy shared on projects for select to authenticated using (exists (select 1 from shares s where s.project_id = projects.id and s.user_id = (select auth.uid())));
      create policy owners on shares for select to authenticated using (exists (select 1 from projects p where p.id = shares.project_id and p.owner_id = (select auth.uid())));`,
    expects: ["rls/recursion projects shared"],
  },
  {
    name: "a circle through a function with the caller's rights",
    sql: `create table members (org_id bigint not null, user_id uuid not null, primary key (org_id, user_id));
      grant select on members to authenticated;
      create function my_orgs() returns setof bigint language sql stable as $$ select m.org_id from {schema}.members m where m.user_id = (select auth.uid()) $$;
      alter table members enable row level security;
      create policy fellow_members on members for select to authenticated using (org_id in (select my_orgs()));`,
    expects: ["rls/recursion members fellow_members"],
  },
  {
    name: "a circle through a function in PL/pgSQL, which fails when it runs",
    sql: `create table members (org_id bigint not null, user_id uuid not null, primary key (org_id, user_id));
      create index on members (user_id);
      grant select on members to authenticated;
      create function is_fellow(org bigint) returns boolean language plpgsql stable as $$ begin return exists (select 1 from {schema}.members m where m.org_id = org and m.user_id = (select auth.uid())); end $$;
      alter table members enable row level security;
      create policy fellow_members on members for select to authenticated using (is_fellow(org_id));`,
    expects: ["rls/helper-per-row is_fellow(bigint)", "rls/recursion members fellow_members"],
  },
  {
    name: "a circle through a definer that FORCE binds as well",
    sql: `create table members (org_id bigint not null, user_id uuid not null, primary key (org_id, user_id));
      grant select on members to authenticated;
      create function my_orgs() returns setof bigint language sql stable security definer set search_path = '' as $$ select m.org_id from {schema}.members m where m.user_id = (select auth.uid()) $$;
      grant usage on schema auth to {role:keeper};
      alter table members owner to {role:keeper};
      alter function my_orgs() owner to {role:keeper};
      alter table members enable row level security;
      alter table members force row level security;
      create policy fellow_members on members for select using (org_id in (select {schema}.my_orgs()));`,
    expects: ["rls/recursion members fellow_members"],
  },
  {
    name: "control: the circle is broken by a definer that no policy binds",
    sql: `create table members (org_id bigint not null, user_id uuid not null, primary key (org_id, user_id));
      grant select on members to authenticated;
      create function my_orgs() returns setof bigint language sql stable security definer set search_path = '' as $$ select m.org_id from {schema}.members m where m.user_id = (select auth.uid()) $$;
      alter table members enable row level security;
      create policy fellow_members on members for select to authenticated using (org_id in (select my_orgs()));`,
    expects: [],
  },
  {
    name: "control: a policy for changes that reads its own table, whose reading is no circle",
    sql: `create table members (org_id bigint not null, user_id uuid not null, role text not null, primary key (org_id, user_id));
      create index on members (user_id);
      grant select, delete on members to authenticated;
      alter table members enable row level security;
      create policy own on members for select to authenticated using (user_id = (select auth.uid()));
      create policy admins_remove on members for delete to authenticated
        using (org_id in (select m.org_id from members m where m.user_id = (select auth.uid()) and m.role = 'admin'));`,
    expects: [],
  },
  {
    name: "memberships that members can write themselves",
    sql: `create table members (org_id bigint not null, user_id uuid not null, primary key (org_id, user_id));
      create table docs (id bigint primary key, org_id bigint not null);
      create index on docs (org_id);
      grant select, insert on members to authenticated;
      grant select on docs to authenticated;
      alter table docs enable row level security;
      create policy members_read on docs for select to authenticated using (org_id in (select m.org_id from members m where m.user_id = (select auth.uid())));`,
    expects: ["rls/reads-unprotected-table docs members_read members"],
  },
  {
    name: "control: a table for reference that nobody writes",
    sql: `create table regions (id bigint primary key, open boolean not null);
      create table offers (id bigint primary key, region_id bigint not null);
      grant select on regions, offers to authenticated;
      alter table offers enable row level security;
      create policy where_open on offers for select to authenticated using (exists (select 1 from regions r where r.id = offers.region_id and r.open));`,
    expects: [],
  },
];
