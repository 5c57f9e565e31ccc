import { policyRules } from "../../../../src/engines/postgresql/audit/policies/rules.ts";
import { describePlanted } from "./planted.ts";
import { callerCases } from "./planted/callers.ts";
import { combinationCases } from "./planted/combinations.ts";
import { helperCases } from "./planted/helpers.ts";
import { identityCases } from "./planted/identity.ts";
import { openCases } from "./planted/open.ts";
import { subqueryCases } from "./planted/subqueries.ts";
import { switchCases } from "./planted/switches.ts";

const own = new Set(policyRules.map(({ id }) => id));

describePlanted({
  title: "planted defects in policies",
  rules: (rule) => own.has(rule),
  proves: [
    "rls/bypass-role-policy", "rls/call-per-row", "rls/column-without-index", "rls/duplicate-policy", "rls/immutable-helper", "rls/open-check",
    "rls/policies-without-row-security", "rls/restrictive-true", "rls/setting-cast", "rls/strict-setting", "rls/to-everybody", "rls/volatile-helper",
  ],
  witnesses: ["rls/helper-not-executable", "rls/recursion", "rls/user-metadata", "rls/uncorrelated-subquery", "rls/self-comparison", "rls/reads-unprotected-table"],
  cases: [...switchCases, ...openCases, ...identityCases, ...subqueryCases, ...combinationCases, ...callerCases, ...helperCases],
});
