import type { TableObject } from "../../../../core/catalog/catalog.ts";
import type { AuditFacts } from "../facts.ts";
import type { RoutineFact } from "../facts/routines.ts";
import { parsedIfAny } from "../reach/bodies.ts";
import { holdingsOf } from "../holdings.ts";
import { bodyOf, routinesBehind } from "./expression/bodies.ts";
import { isIdentityCall, isSettingCall } from "./expression/caller.ts";
import { type Survey, survey } from "./expression/survey.ts";

export interface Meaning {
  /** Columns that say whose a row is. */
  readonly owners: readonly string[];
  /** Columns that say which tenant's. */
  readonly tenants: readonly string[];
  /** Columns whose names promise what is about a person, or a secret. */
  readonly personal: readonly string[];
}

/** What a table's columns hold, by their names and by keys to the table of users. */
export function meaningOf(table: TableObject): Meaning {
  const { owner, tenant, personal, secret } = holdingsOf(table);
  return { owners: owner, tenants: tenant, personal: [...personal, ...secret] };
}

/** True where the expression depends on who asks: claims, settings, the role, also inside the functions that it calls. */
export function asksCaller(expression: Survey, facts: AuditFacts): boolean {
  const direct = (part: Survey): boolean => part.calls.some(({ schema, name }) => isIdentityCall(schema, name) || isSettingCall(schema, name) || name === "pg_has_role") || part.keywords.some((word) => /USER|ROLE/.test(word));
  return direct(expression) || routinesBehind(expression, facts).some(({ survey, routine }) => direct(survey) || !["sql", "plpgsql"].includes(routine.language));
}

/** The same of a view's query; false for one that the parser cannot read. */
export function queryAsksCaller(sql: string, facts: AuditFacts): boolean {
  const known = asked.get(facts) ?? new Map<string, boolean>();
  asked.set(facts, known);
  const before = known.get(sql);
  if (before !== undefined) return before;
  const asks = asksCaller(survey(parsedIfAny(facts, sql)), facts);
  known.set(sql, asks);
  return asks;
}

const asked = new WeakMap<AuditFacts, Map<string, boolean>>();

/** The same of a routine's body and of those that it calls; true for a language that is not read. */
export function routineAsksCaller(routine: RoutineFact, facts: AuditFacts): boolean {
  return !["sql", "plpgsql"].includes(routine.language) || asksCaller(bodyOf(routine, facts).survey, facts);
}
