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
  proves: true,
  cases: [...switchCases, ...openCases, ...identityCases, ...subqueryCases, ...combinationCases, ...callerCases, ...helperCases],
});
