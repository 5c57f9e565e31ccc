import type { PlanLanguage } from "../plans.ts";
import { looksLikePlan, readPlan } from "./plan/read.ts";
import { rules } from "./plan/rules.ts";

/** Reads what SQLite and its shell tell of a statement's plan. */
export const plans: PlanLanguage = { looksLike: looksLikePlan, read: readPlan, rules };
