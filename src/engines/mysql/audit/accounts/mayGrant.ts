import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import { quoteName } from "../../quote.ts";
import type { MysqlRule } from "../rule.ts";
import { advised } from "../told.ts";
import { accountOf, quoteAccount } from "../world/accountName.ts";
import { isAdministrator, isOwn, reaches } from "../world/powers.ts";
import type { World } from "../world/world.ts";

/** Source: CIS benchmarks, "GRANT OPTION is not granted to non-administrative users". */
export const mayGrant: MysqlRule = {
  id: "server/grant-option",
  title: "An account may pass its rights on",
  why: "What one account may grant, it may grant to accounts that nobody watches, and two such accounts give each other what either has. Who may read a row is then no longer decided in one place.",
  scope: "full",
  find: (world) => {
    const accounts = (world.accounts ?? []).filter((account) => !account.locked && !isOwn(account) && !isAdministrator(world, account.name)).map(({ name }) => name);
    return accounts.flatMap((account): AuditFinding[] => [...onDatabases(world, account), ...ofRoles(world, account)]);
  },
};

function onDatabases(world: World, account: string): AuditFinding[] {
  const mine = world.privileges.filter((one) => one.account === account && one.grantable && one.database !== undefined && reaches(one.database, world.database, world));
  const objects = [...world.catalog.tables, ...world.catalog.views].filter(({ grants }) => grants?.some((grant) => grant.grantable && accountOf(grant.grantee) === account) === true).map(({ name }) => name);
  const places = [...mine.map(({ database = "" }) => `the database ${database}`), ...objects];
  return places.map((place) => ({
    rule: "server/grant-option",
    object: account,
    part: place.startsWith("the database ") ? "database" : place,
    severity: "warning",
    message: `${account} may pass what it holds on ${place} to any account.`,
    evidence: [advised(`REVOKE GRANT OPTION ON ${place.startsWith("the database ") ? `${quoteName(place.slice("the database ".length))}.*` : quoteName(place)} FROM ${quoteAccount(account)}`)],
  }));
}

function ofRoles(world: World, account: string): AuditFinding[] {
  return world.memberships.filter(({ member, admin }) => admin && member === account).map(({ role }) => ({ rule: "server/grant-option", object: account, part: `role ${role}`, severity: "warning", message: `${account} may give the role ${role} to any account (WITH ADMIN OPTION).` }));
}
