import type { PlantedCase } from "../planted.ts";

/** Row security that is off where it should be on, and on where nobody can pass. */
export const switchCases: readonly PlantedCase[] = [
  {
    name: "policies on a table whose row security was never enabled",
    sql: `create table notes (id bigint primary key, owner_id uuid not null, body text);
      create index on notes (owner_id);
      grant select, insert on notes to authenticated;
      create policy mine on notes to authenticated using ((select auth.uid()) = owner_id);`,
    expects: ["rls/policies-without-row-security notes"],
  },
  {
    name: "row security without a policy on a table that is granted",
    sql: `create table notes (id bigint primary key, body text);
      grant select on notes to {role:reader};
      alter table notes enable row level security;`,
    expects: ["rls/no-policy notes"],
  },
  {
    name: "control: a closed table of the server's own code",
    sql: `create table jobs (id bigint primary key, body text);
      alter table jobs enable row level security;`,
    expects: [],
  },
];
