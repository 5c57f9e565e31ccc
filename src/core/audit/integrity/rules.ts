import type { CatalogRule } from "../catalogRule.ts";

/** What is looked for in the structure of every engine's tables. */
export const integrityRules: readonly CatalogRule[] = [];
