import type { PostgresqlRule } from "../rule.ts";

/** What roles, grants, views and functions let somebody reach past the policies. */
export const reachRules: readonly PostgresqlRule[] = [];
