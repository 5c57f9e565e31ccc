import type { Node } from "libpg-query";
import type { PolicyObject, TableObject } from "../../../../core/catalog/catalog.ts";
import { all, as } from "../../facts/nodes.ts";
import { anonymousRole, exposure, signedInRole } from "../callers.ts";
import type { AuditFacts } from "../facts.ts";
import { type Survey, survey } from "./expression/survey.ts";

/** One side of a policy: USING or WITH CHECK. */
export interface Clause {
  readonly kind: "using" | "check";
  readonly text: string;
  readonly node: Node;
  readonly survey: Survey;
}

/** A policy that the server asks, read. */
export interface Policy {
  readonly table: TableObject;
  readonly policy: PolicyObject;
  /** "schema.table", as findings name it. */
  readonly object: string;
  readonly using: Clause | undefined;
  readonly check: Clause | undefined;
  /** Those that there are. */
  readonly clauses: readonly Clause[];
}

interface Read {
  readonly policies: readonly Policy[];
  readonly unread: readonly string[];
}

const known = new WeakMap<AuditFacts, Read>();

/** All policies of tables whose row security is on, but for those that `unreadPolicies` names. */
export function policiesOf(facts: AuditFacts): readonly Policy[] {
  return readAll(facts).policies;
}

/** Policies that could not be looked at, and why: written in a grammar that is newer than the parser's. */
export function unreadPolicies(facts: AuditFacts): readonly string[] {
  return readAll(facts).unread;
}

function readAll(facts: AuditFacts): Read {
  const before = known.get(facts);
  if (before !== undefined) return before;
  const policies: Policy[] = [];
  const unread: string[] = [];
  for (const table of facts.catalog.tables.filter(({ rowSecurity }) => rowSecurity.enabled)) {
    for (const policy of table.policies) {
      try {
        policies.push(readPolicy(table, policy, facts));
      } catch (error) {
        unread.push(`policy ${policy.name} of ${table.schema}.${table.name}: its expression cannot be read (${error instanceof Error ? error.message : String(error)}); read it yourself`);
      }
    }
  }
  const read = { policies, unread };
  known.set(facts, read);
  return read;
}

function readPolicy(table: TableObject, policy: PolicyObject, facts: AuditFacts): Policy {
  const using = policy.using === undefined ? undefined : clause("using", policy.using, table, facts);
  const check = policy.check === undefined ? undefined : clause("check", policy.check, table, facts);
  return { table, policy, object: `${table.schema}.${table.name}`, using, check, clauses: [using, check].filter((side) => side !== undefined) };
}

function clause(kind: Clause["kind"], text: string, table: TableObject, facts: AuditFacts): Clause {
  const node = parseExpression(text, facts);
  return { kind, text, node, survey: survey(node, table.name) };
}

/** What stands before the text of a clause where it is parsed, in bytes. */
export const parsedAfter = "SELECT (".length;

/** Expressions that were read before: an audit that tries fixes reads the same ones again and again. */
const parsed = new Map<string, Node>();
const mostParsed = 20_000;

function parseExpression(text: string, facts: AuditFacts): Node {
  const before = parsed.get(text);
  if (before !== undefined) return before;
  const node = parseNow(text, facts);
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(text, node);
  return node;
}

function parseNow(text: string, facts: AuditFacts): Node {
  const statement = facts.parser.parse(`SELECT (${text})`).stmts?.[0]?.stmt;
  const value = all(as(statement, "SelectStmt")?.targetList, "ResTarget")[0]?.val;
  if (value === undefined) throw new Error(`The server wrote a policy's expression as no single value: ${text}`);
  return value;
}

/** The commands that a policy is asked for. */
export function commandsOf({ command }: PolicyObject): readonly ("SELECT" | "INSERT" | "UPDATE" | "DELETE")[] {
  return command === "ALL" ? ["SELECT", "INSERT", "UPDATE", "DELETE"] : [command];
}

/** True where somebody is bound by both. */
export function shareRoles(a: PolicyObject, b: PolicyObject, facts: AuditFacts): boolean {
  const everybody = (policy: PolicyObject): boolean => policy.roles.length === 0 || policy.roles.includes("public");
  if (everybody(a) || everybody(b)) return true;
  return a.roles.some((role) => b.roles.some((other) => facts.roles.inheritedBy(role).has(other) || facts.roles.inheritedBy(other).has(role)));
}

/** Whom a policy binds and who has a grant to do what it is asked for; "PUBLIC" for everybody. */
export function reachedBy({ table, policy }: Pick<Policy, "table" | "policy">, facts: AuditFacts, commands: readonly string[] = commandsOf(policy)): readonly string[] {
  const granted = exposure(facts, table, commands);
  if (policy.roles.length === 0 || policy.roles.includes("public")) return granted;
  if (granted.includes("PUBLIC")) return policy.roles.filter((role) => !facts.roles.bypasses(role));
  return granted.filter((role) => policy.roles.some((bound) => facts.roles.inheritedBy(role).has(bound) || facts.roles.inheritedBy(bound).has(role)));
}

/** "nobody signed in" < "whoever signed in" < roles of one's own making. */
export function audience(roles: readonly string[]): "everybody" | "signedIn" | "named" | "nobody" {
  if (roles.includes("PUBLIC") || roles.includes(anonymousRole)) return "everybody";
  if (roles.includes(signedInRole)) return "signedIn";
  return roles.length > 0 ? "named" : "nobody";
}

/** How messages name it: `The policy "mine" of public.notes`. */
export function named({ policy, object }: Policy): string {
  return `The policy "${policy.name}" of ${object}`;
}
