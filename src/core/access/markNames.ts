import { isOwnerColumn, isTenantColumn } from "./columnMeaning.ts";

/** What a column of a row says about it: which person's it is, or which tenant's. */
export type MarkKind = "owner" | "tenant";

const personTables = /^(?:users?|profiles?|accounts?|people|persons?|user_profiles?)$/i;
const tenantTables = /^(?:tenants?|orgs?|organi[sz]ations?|teams?|workspaces?|compan(?:y|ies)|schools?|businesses)$/i;

/** What a column's name says about whose a row is; undefined for most. */
export function markOfColumn(column: string): MarkKind | undefined {
  if (isTenantColumn(column)) return "tenant";
  return isOwnerColumn(column) ? "owner" : undefined;
}

/** What the key of a table with this name says: of users a person, of organisations a tenant. */
export function markOfTable(table: string): MarkKind | undefined {
  if (tenantTables.test(table)) return "tenant";
  return personTables.test(table) ? "owner" : undefined;
}

/** What the name of a setting or claim says its value is. */
export function markOfSetting(name: string): MarkKind | undefined {
  const last = name.split(".").at(-1) ?? name;
  if (/tenant|org|team|workspace|company|school|shop|business/i.test(last)) return "tenant";
  return /^sub$|user|uid|owner|person|member|account|customer|email/i.test(last) ? "owner" : undefined;
}
