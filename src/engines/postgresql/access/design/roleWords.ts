/** What a member may do by the word for the role: read, also write, also remove. */
export type Level = "read" | "write" | "admin";

const ranked: readonly (readonly [Level, RegExp])[] = [
  ["admin", /^(?:admin|administrator|owner|manager|maintainer|superadmin|super_admin|superuser|root|org_?admin|org_?owner)$/i],
  ["write", /^(?:member|editor|edit|writer|write|author|contributor|developer|user|staff|employee|agent|operator|collaborator)$/i],
  ["read", /^(?:viewer|view|reader|read|read_?only|guest|observer|auditor|follower|subscriber|billing)$/i],
];

export interface RankedRoles {
  /** The words that may do it. */
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly admin: readonly string[];
  /** Words that no rank is known of; they may read. */
  readonly unranked: readonly string[];
}

/** null where the words do not tell who may remove, so that no difference can be made. */
export function rankRoles(roles: readonly string[]): RankedRoles | null {
  const level = (role: string): Level | undefined => ranked.find(([, names]) => names.test(role.trim()))?.[0];
  const admin = roles.filter((role) => level(role) === "admin");
  const write = roles.filter((role) => level(role) === "write" || level(role) === "admin");
  return admin.length === 0 ? null : { read: roles, write, admin, unranked: roles.filter((role) => level(role) === undefined) };
}
