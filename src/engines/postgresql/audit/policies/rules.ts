import type { PostgresqlRule } from "../rule.ts";
import { alwaysTrueUsing } from "./alwaysTrue.ts";
import { anySignedIn } from "./anySignedIn.ts";
import { failsOpen } from "./failsOpen.ts";
import { invertedIdentity } from "./invertedIdentity.ts";
import { openCheck } from "./openCheck.ts";
import { policiesWithoutRowSecurity } from "./policiesWithoutRowSecurity.ts";
import { rowSecurityWithoutPolicy } from "./rowSecurityWithoutPolicy.ts";

/** What policies say, and what that comes to. */
export const policyRules: readonly PostgresqlRule[] = [
  policiesWithoutRowSecurity, rowSecurityWithoutPolicy,
  alwaysTrueUsing, openCheck, failsOpen, invertedIdentity, anySignedIn,
];
