import type { TableObject } from "../../../../core/catalog/catalog.ts";
import type { AuditFacts } from "../facts.ts";
import { holdingsOf } from "../holdings.ts";
import { routinesBehind } from "./expression/bodies.ts";
import { isIdentityCall, isSettingCall } from "./expression/caller.ts";
import type { Survey } from "./expression/survey.ts";

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
