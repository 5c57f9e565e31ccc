import type { AuditFacts } from "../facts.ts";
import type { MembershipFact } from "../facts/roles.ts";

/** The shortest way from a role to another by SET ROLE or inherited rights, membership by membership; undefined where there is none. */
export function pathTo(facts: AuditFacts, from: string, to: string, usable: (membership: MembershipFact) => boolean = ({ set, inherit }) => set || inherit): readonly MembershipFact[] | undefined {
  const ways = new Map<string, readonly MembershipFact[]>([[from, []]]);
  for (const [role, way] of ways) {
    if (role === to) return way;
    for (const membership of facts.roles.memberships) if (membership.member === role && usable(membership) && !ways.has(membership.role)) ways.set(membership.role, [...way, membership]);
  }
  return undefined;
}

/** "app → support (inherits, may SET ROLE) → admin (may SET ROLE)" */
export function toldPath(from: string, path: readonly MembershipFact[]): string {
  return [from, ...path.map(({ role, inherit, set, admin }) => `${role} (${[...(inherit ? ["inherits"] : []), ...(set ? ["may SET ROLE"] : []), ...(admin ? ["may grant it"] : [])].join(", ")})`)].join(" → ");
}
