import type { PostgresqlRule } from "../rule.ts";
import { isManaged, standingOf, toldRoles } from "./who.ts";

/** An owner may switch row level security off and drop policies, forced or not. */
export const loginOwner: PostgresqlRule = {
  id: "reach/login-owner",
  title: "A role that logs in owns tables under policies",
  why: "An owner may disable row level security, drop policies and grant anything: FORCE does not stop that. Where the application logs in as the owner, one injected statement takes the protection off. A role without login that migrations take on is the usual owner.",
  scope: "rls",
  untried: "What an owner may do is the owner's right and needs no trial: it is told from who owns what and who logs in.",
  find: (facts) => {
    const owned = new Map<string, string[]>();
    for (const table of facts.catalog.tables) if (table.owner !== undefined && table.rowSecurity.enabled) owned.set(table.owner, [...(owned.get(table.owner) ?? []), `${table.schema}.${table.name}`]);
    return [...owned].flatMap(([owner, tables]) => {
      const role = facts.roles.named(owner);
      if (role === undefined || role.superuser || isManaged(owner) || (!role.canLogin && standingOf(facts, owner) === "account")) return [];
      return [{
        rule: loginOwner.id,
        object: `role ${owner}`,
        severity: standingOf(facts, owner) === "account" ? ("info" as const) : ("error" as const),
        message: `${owner} ${role.canLogin ? "logs in" : "stands for the application's users"} and owns ${tables.length === 1 ? tables[0]! : `${tables.length} tables`} under row level security (${tables.slice(0, 3).join(", ")}${tables.length > 3 ? ", …" : ""}): it may switch the policies off. Give them to a role that nobody logs in as.`,
      }];
    });
  },
};

/** The peers: pglinter B011 and S005. */
export const manyOwners: PostgresqlRule = {
  id: "reach/many-owners",
  title: "Tables of one schema belong to many roles",
  why: "Each owner may grant, alter and drop what it owns, so protection depends on all of them. More than two owners in a schema usually come from migrations that were run under whatever account was at hand.",
  scope: "rls",
  untried: "It is about who answers for what, so that there is no attack to try.",
  find: (facts) => {
    const bySchema = new Map<string, Map<string, number>>();
    for (const { schema, owner } of facts.catalog.tables) {
      if (owner === undefined) continue;
      const owners = bySchema.get(schema) ?? new Map<string, number>();
      bySchema.set(schema, owners.set(owner, (owners.get(owner) ?? 0) + 1));
    }
    return [...bySchema].filter(([, owners]) => owners.size > 2).map(([schema, owners]) => ({
      rule: manyOwners.id,
      object: `schema ${schema}`,
      severity: "info" as const,
      message: `Tables of ${schema} belong to ${owners.size} roles: ${toldRoles([...owners].sort(([, a], [, b]) => b - a).map(([owner, count]) => `${owner} (${count})`))}. Give them to one (REASSIGN OWNED, ALTER TABLE … OWNER TO).`,
    }));
  },
};
