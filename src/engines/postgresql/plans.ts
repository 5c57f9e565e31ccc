import type { PlanLanguage } from "../plans.ts";
import { looksLike } from "./plan/looksLike.ts";
import { read } from "./plan/read.ts";
import { rules } from "./plan/rules.ts";

/** Plans of PostgreSQL. */
export const plans: PlanLanguage = { looksLike, read, rules };
