import type { Expectation } from "../../../../core/access/policyDesign.ts";
import { UsageError } from "../../../../core/errors.ts";
import { withClaims } from "./claims.ts";
import type { Rule } from "./policies.ts";
import type { DesignRoom } from "./room.ts";

const level = "aal2";

/** Restrictive policies by which only who signed in with a second factor may write; whoever wrote nothing of it in a token may not. Throws UsageError where no token says it. */
export function secondFactorRules({ catalog, scheme }: Pick<DesignRoom, "catalog" | "scheme">): Rule[] {
  if (scheme.form !== "supabase" && scheme.form !== "claims") throw new UsageError("badArgument", "--aal2 asks the claim aal of a token, and this application tells who asks in another way.", { next: "Leave it out, or say --as claims where it does set request.jwt.claims." });
  const jwt = catalog.routines.some(({ schema, name, signature }) => schema === "auth" && name === "jwt" && signature === "");
  const strong = `(select ${jwt ? "auth.jwt()" : "nullif(current_setting('request.jwt.claims', true), '')::json"} ->> 'aal') = '${level}'`;
  const floor = { restrictive: true as const };
  return [{ ...floor, command: "INSERT", check: strong }, { ...floor, command: "UPDATE", using: strong, check: strong }, { ...floor, command: "DELETE", using: strong }];
}

/** The same people with a second factor, and the first of them without: he reads as before and writes nothing. */
export function withSecondFactor(expected: readonly Expectation[]): Expectation[] {
  const [first] = expected;
  if (first === undefined) return [];
  const strong = new Map(expected.map(({ identity }) => [identity, { ...identity, settings: withClaims(identity.settings, undefined, { aal: level }) }]));
  const weak = { ...first.identity, name: `${first.identity.name} without a second factor`, settings: withClaims(first.identity.settings, undefined, { aal: "aal1" }) };
  const own = expected.filter(({ identity, verdict }) => identity === first.identity && verdict === "allowed");
  return [...expected.map((one) => ({ ...one, identity: strong.get(one.identity)! })), ...own.map((one): Expectation => ({ ...one, identity: weak, verdict: one.operation === "select" ? "allowed" : "denied" }))];
}
