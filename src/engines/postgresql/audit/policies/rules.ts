import type { PostgresqlRule } from "../rule.ts";
import { policiesWithoutRowSecurity } from "./policiesWithoutRowSecurity.ts";
import { rowSecurityWithoutPolicy } from "./rowSecurityWithoutPolicy.ts";

/** What policies say, and what that comes to. */
export const policyRules: readonly PostgresqlRule[] = [policiesWithoutRowSecurity, rowSecurityWithoutPolicy];
