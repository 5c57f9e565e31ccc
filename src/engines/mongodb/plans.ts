import type { PlanLanguage } from "../plans.ts";
import { looksLikePlan, readPlan } from "./plan/read.ts";
import { rules } from "./plan/rules.ts";

/** Reads what MongoDB's explain answers. */
export const plans: PlanLanguage = { looksLike: looksLikePlan, read: readPlan, rules };
