import type { PlanLanguage } from "../plans.ts";
import { looksLikePlan, readPlan } from "./plan/read.ts";
import { planRules } from "./plan/rules.ts";

/** Plans of MySQL and of MariaDB, which share tables and blocks; the text tells which it is where nobody said so. */
export const plans: PlanLanguage = { looksLike: looksLikePlan, read: readPlan, rules: planRules };
