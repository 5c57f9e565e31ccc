import type { PlantedCase } from "../planted.ts";

const notes = `create table notes (id bigint primary key, owner_id uuid not null, team_id bigint not null, tenant_id integer not null);
  create index on notes (owner_id);
  create index on notes (team_id);
  create index on notes (tenant_id);
  create table teams (team_id bigint not null, user_id uuid not null, primary key (user_id, team_id));
  grant select on notes to authenticated;
  alter table notes enable row level security;
  alter table teams enable row level security;`;
const definer = "language sql stable security definer set search_path = ''";

/** Functions, settings and indexes behind policies. */
export const helperCases: readonly PlantedCase[] = [
  {
    name: "auth.uid() for every row",
    sql: `${notes} create policy mine on notes for select to authenticated using (owner_id = auth.uid());`,
    expects: ["rls/call-per-row notes mine"],
  },
  {
    name: "names that are markup, quotes and spaces",
    sql: `create table "<img src=x onerror=alert(1)>" (id bigint primary key, "owner ""id""(" uuid not null);
      grant select on "<img src=x onerror=alert(1)>" to authenticated;
      alter table "<img src=x onerror=alert(1)>" enable row level security;
      create policy "it's ""mine""; --" on "<img src=x onerror=alert(1)>" for select to authenticated using ("owner ""id""(" = auth.uid());`,
    expects: ['rls/call-per-row <img src=x onerror=alert(1)> it\'s "mine"; --', 'rls/column-without-index <img src=x onerror=alert(1)> owner "id"('],
  },
  {
    name: "one call wrapped and one bare",
    sql: `${notes} create policy mine on notes for select to authenticated using (owner_id = (select auth.uid()) and auth.uid() is not null);`,
    expects: ["rls/call-per-row notes mine"],
  },
  {
    name: "a bare call inside a subquery of each row",
    sql: `${notes} grant select on teams to authenticated;
      create policy own on teams for select to authenticated using (user_id = (select auth.uid()));
      create policy team on notes for select to authenticated using (exists (select 1 from teams t where t.team_id = notes.team_id and t.user_id = auth.uid()));`,
    expects: ["rls/call-per-row notes team"],
  },
  {
    name: "control: a wrapped setting with a cast inside",
    sql: `${notes} create policy of_tenant on notes for select to authenticated using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::int));`,
    expects: [],
  },
  {
    name: "a helper of the row, wrapped in vain",
    sql: `${notes} create function in_team(team bigint) returns boolean ${definer} as $$ select exists (select 1 from {schema}.teams t where t.team_id = team and t.user_id = (select auth.uid())) $$;
      create policy team on notes for select to authenticated using ((select in_team(team_id)));`,
    expects: ["rls/helper-per-row in_team(bigint)"],
  },
  {
    name: "control: a helper of the row that only calculates, compared with true",
    sql: `${notes} create function is_shared(team bigint) returns boolean language sql immutable as $$ select team < 100 $$;
      create policy shared on notes for select to authenticated using (is_shared(team_id) = true);`,
    expects: [],
  },
  {
    name: "control: a helper that lists what the caller has",
    sql: `${notes} create function my_teams() returns setof bigint ${definer} as $$ select t.team_id from {schema}.teams t where t.user_id = (select auth.uid()) $$;
      create policy team on notes for select to authenticated using (team_id in (select my_teams()));`,
    expects: [],
  },
  {
    name: "no index at all",
    sql: `create table logs (id bigint primary key, owner_id uuid not null);
      grant select on logs to authenticated;
      alter table logs enable row level security;
      create policy mine on logs for select to authenticated using (owner_id = (select auth.uid()));`,
    expects: ["rls/column-without-index logs owner_id"],
  },
  {
    name: "only a partial index",
    sql: `create table logs (id bigint primary key, owner_id uuid not null, archived boolean not null);
      create index on logs (owner_id) where not archived;
      grant select on logs to authenticated;
      alter table logs enable row level security;
      create policy mine on logs for select to authenticated using ((select auth.uid()) = owner_id);`,
    expects: ["rls/column-without-index logs owner_id"],
  },
  {
    name: "the second column of the primary key",
    sql: `create table seats (event_id bigint not null, user_id uuid not null, primary key (event_id, user_id));
      grant select on seats to authenticated;
      alter table seats enable row level security;
      create policy mine on seats for select to authenticated using (user_id = (select auth.uid()));`,
    expects: ["rls/column-without-index seats user_id"],
  },
  {
    name: "control: the first column of the primary key, and a second condition that needs none",
    sql: `create table seats (user_id uuid not null, event_id bigint not null, tenant_id integer not null, primary key (user_id, event_id));
      grant select on seats to authenticated;
      alter table seats enable row level security;
      create policy mine on seats for select to authenticated using (user_id = (select auth.uid()) and tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::integer));`,
    expects: [],
  },
  {
    name: "control: a branch that no index serves",
    sql: `create table logs (id bigint primary key, owner_id uuid not null, public boolean not null);
      grant select on logs to authenticated;
      alter table logs enable row level security;
      create policy mine on logs for select to authenticated using (owner_id = (select auth.uid()) or public);`,
    expects: [],
  },
  {
    name: "a helper whose volatility nobody declared",
    sql: `${notes} create function my_teams() returns setof bigint language sql security definer set search_path = '' as $$ select t.team_id from {schema}.teams t where t.user_id = (select auth.uid()) $$;
      create policy team on notes for select to authenticated using (team_id in (select my_teams()));`,
    expects: ["rls/volatile-helper my_teams()"],
  },
  {
    name: "an undeclared helper in PL/pgSQL with a type of one's own",
    sql: `${notes} create type permission as enum ('read', 'write');
      create function may(asked permission) returns boolean language plpgsql security definer set search_path = '' as $$ declare found boolean; begin found := exists (select 1 from {schema}.teams t where t.user_id = (select auth.uid())); return found; end $$;
      create policy team on notes for select to authenticated using ((select may('read')));`,
    expects: ["rls/volatile-helper may(permission)"],
  },
  {
    name: "an immutable helper that reads a setting",
    sql: `${notes} create function tenant() returns integer language sql immutable as $$ select nullif(current_setting('app.tenant_id', true), '')::integer $$;
      create policy of_tenant on notes for select to authenticated using (tenant_id = tenant());`,
    expects: ["rls/call-per-row notes of_tenant", "rls/immutable-helper tenant()"],
  },
  {
    name: "control: an immutable helper that only calculates",
    sql: `${notes} create function half(n integer) returns integer language sql immutable as $$ select n / 2 $$;
      create policy of_tenant on notes for select to authenticated using (tenant_id = (select half(nullif(current_setting('app.tenant_id', true), '')::integer)));`,
    expects: [],
  },
  {
    name: "a helper that its callers may not execute",
    sql: `${notes} create function my_teams() returns setof bigint ${definer} as $$ select t.team_id from {schema}.teams t where t.user_id = (select auth.uid()) $$;
      revoke execute on function my_teams() from public;
      create policy team on notes for select to authenticated using (team_id in (select my_teams()));`,
    expects: ["rls/helper-not-executable notes team my_teams()"],
  },
  {
    name: "control: a private helper that only its callers may execute",
    sql: `${notes} create function my_teams() returns setof bigint ${definer} as $$ select t.team_id from {schema}.teams t where t.user_id = (select auth.uid()) $$;
      revoke execute on function my_teams() from public;
      grant execute on function my_teams() to authenticated;
      create policy team on notes for select to authenticated using (team_id in (select my_teams()));`,
    expects: [],
  },
  {
    name: "a setting that must exist",
    sql: `${notes} create policy of_tenant on notes for select to authenticated using (tenant_id = (select nullif(current_setting('app.tenant_id'), '')::integer));`,
    expects: ["rls/strict-setting notes of_tenant"],
  },
  {
    name: "an empty setting cannot be cast",
    sql: `${notes} create policy of_tenant on notes for select to authenticated using (tenant_id = (select current_setting('app.tenant_id', true)::integer));`,
    expects: ["rls/setting-cast notes of_tenant"],
  },
];
