import type { Attempt, RowOf } from "../../../../core/access/attempt.ts";
import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import { plainIdentityValue, baseType } from "../../access/values.ts";
import { marksOf } from "../../access/marks.ts";
import { constantText } from "../../facts/nodes.ts";
import { quoteText } from "../../quote.ts";
import { attacking, attemptsBy, person } from "../callers.ts";
import type { AuditFacts } from "../facts.ts";
import { has } from "../facts/privileges.ts";
import { sides, texts } from "./expression/claims.ts";
import { routinesBehind } from "./expression/bodies.ts";
import type { Survey } from "./expression/survey.ts";
import { meaningOf } from "./meaning.ts";
import { operationOf } from "./openTo.ts";
import { commandsOf, type Policy, reachedBy } from "./policy.ts";

/** So many different things somebody writes about themselves at most. */
const mostTold = 6;

/**
 * Somebody who has written into their user_metadata whatever the policy asks for, with a row that is not theirs: each text that the policy and its functions
 * mention, true, and the mark of the row, under every name that they mention. `stored`: the policy looks for it in auth.users instead of the claims.
 */
export function metadataAttacks(policy: Policy, facts: AuditFacts, stored: boolean): Pick<AuditFinding, "attacks" | "untried"> {
  const users = facts.relations.get("auth.users");
  if (stored && (users === undefined || (facts.roles.named(facts.user)?.superuser !== true && !(has(users.privileges, facts.user, "INSERT", facts.roles) && has(users.privileges, facts.user, "UPDATE", facts.roles))))) {
    return { untried: "What users say of themselves lies in auth.users, which this connection may not write, so that nothing was tried." };
  }
  const row: RowOf = meaningOf(policy.table).tenants.length > 0 ? "otherTenant" : "foreign";
  const surveys = [...policy.clauses.map(({ survey }) => survey), ...policy.clauses.flatMap(({ survey }) => routinesBehind(survey, facts)).filter(({ routine }) => routine.schema !== "auth").map(({ survey }) => survey)];
  const names = [...new Set(surveys.flatMap(textsIn))].filter((name) => /^\w+$/.test(name));
  const values = [...new Set([...marks(policy, facts, row), ...surveys.flatMap(compared), true])].slice(0, mostTold);
  const wanted = commandsOf(policy.policy).filter((command) => command !== "INSERT").slice(0, 1).map((command) => [command, operationOf[command]] as const);
  const plain = attemptsBy(facts, policy.table, reachedBy(policy, facts).slice(0, 1), wanted, row);
  return attacking(plain.flatMap((attempt) => values.map((value) => told(attempt, facts, Object.fromEntries(names.map((name) => [name, value])), stored))));
}

function told(attempt: Attempt, facts: AuditFacts, metadata: Readonly<Record<string, unknown>>, stored: boolean): Attempt {
  const who = person(facts, attempt.identity.role ?? "PUBLIC");
  const claims = JSON.parse(who.settings["request.jwt.claims"] ?? "{}") as Record<string, unknown>;
  const user = who.owns[0] ?? "";
  const written = quoteText(JSON.stringify(metadata));
  return {
    ...attempt,
    identity: { ...who, name: `somebody whose user_metadata says ${JSON.stringify(Object.values(metadata)[0] ?? null)}`, settings: { ...who.settings, "request.jwt.claims": JSON.stringify({ ...claims, user_metadata: metadata }) } },
    ...(stored ? { prepared: [`INSERT INTO auth.users (id, raw_user_meta_data) VALUES (${quoteText(user)}, ${written}) ON CONFLICT (id) DO UPDATE SET raw_user_meta_data = EXCLUDED.raw_user_meta_data`] } : {}),
  };
}

/** What marks the row that is tried, where the policy compares it: whoever knows the id writes it. */
function marks({ table }: Policy, { catalog }: AuditFacts, row: RowOf): readonly string[] {
  return marksOf(catalog, table).filter(({ expressions }) => expressions.length > 0).flatMap(({ column, kind }) => plainIdentityValue(baseType(catalog, table.columns.find(({ name }) => name === column)?.type ?? "text"), kind, row) ?? []);
}

/** All texts in an expression's operators and calls. */
function textsIn({ operators, calls }: Survey): readonly string[] {
  const operands = operators.flatMap(({ node }) => sides(node).flatMap(texts)).flatMap((text) => (text.startsWith("{") ? text.replace(/^\{|\}$/g, "").split(",") : [text]));
  return [...operands, ...calls.flatMap(({ args }) => args.flatMap((arg) => constantText(arg) ?? []))];
}

/** Texts that something is compared with. */
function compared({ operators }: Survey): readonly string[] {
  return operators.filter(({ operator }) => operator === "=" || operator === "?").flatMap(({ node }) => sides(node).flatMap(texts));
}
