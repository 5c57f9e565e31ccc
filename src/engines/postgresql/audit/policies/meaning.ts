import type { TableObject } from "../../../../core/catalog/catalog.ts";
import type { AuditFacts } from "../facts.ts";
import { routinesBehind } from "./expression/bodies.ts";
import { isIdentityCall, isSettingCall } from "./expression/caller.ts";
import type { Survey } from "./expression/survey.ts";

const owner = /^(?:(?:owner|user|author|creator|customer|member|patient|student|employee|profile|account|uploader|sender|recipient)(?:_?(?:id|uuid|uid))?|created_by|owned_by|uploaded_by)$/i;
const tenant = /^(?:tenant|org|organi[sz]ation|team|workspace|company|household|family|clinic|school|store|shop|group)_?(?:id|uuid)?$/i;
const personal = /(?:^|_)(?:e?mail|phone|mobile|ssn|social_security|passport|tax_id|iban|card_number|credit_card|cvv|password|passwd|password_hash|secret|api_key|token|birth(?:day|date|_date)?|dob|salary|income|address|street|postal_code|first_name|last_name|full_name|surname|ip_address|diagnosis|medical|health)(?:$|_)/i;

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
  const toUsers = new Set(table.constraints.filter(({ references }) => references?.schema === "auth" && references.table === "users").flatMap(({ columns }) => columns));
  const names = table.columns.map(({ name }) => name);
  return { owners: names.filter((name) => toUsers.has(name) || owner.test(name)), tenants: names.filter((name) => tenant.test(name)), personal: names.filter((name) => personal.test(name)) };
}

/** True where the expression depends on who asks: claims, settings, the role, also inside the functions that it calls. */
export function asksCaller(expression: Survey, facts: AuditFacts): boolean {
  const direct = (part: Survey): boolean => part.calls.some(({ schema, name }) => isIdentityCall(schema, name) || isSettingCall(schema, name) || name === "pg_has_role") || part.keywords.some((word) => /USER|ROLE/.test(word));
  return direct(expression) || routinesBehind(expression, facts).some(({ survey, routine }) => direct(survey) || !["sql", "plpgsql"].includes(routine.language));
}
