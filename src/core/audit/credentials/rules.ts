import type { CatalogRule } from "../catalogRule.ts";

/** What is looked for in every text of the catalog, of the server and of the workspace: credentials. None of them ever tells the secret. */
export const credentialRules: readonly CatalogRule[] = [];
