import type { Operation } from "../../../core/access/operation.ts";
import type { Identity } from "../../../core/access/identity.ts";
import type { PolicyObject } from "../../../core/catalog/catalog.ts";
import { StatementError } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import { quoteName, quoteText } from "../quote.ts";
import { becoming } from "./become.ts";
import type { TriedRow } from "./room.ts";
import { undone } from "./undone.ts";
import { literal } from "./values.ts";

const commands: Readonly<Record<Operation, PolicyObject["command"] | undefined>> = {
  select: "SELECT", insert: "INSERT", insertReturning: "INSERT", update: "UPDATE", changeOwner: "UPDATE", takeOver: "UPDATE", delete: "DELETE", truncate: undefined, execute: undefined,
};

/** What one policy says of one row for one identity. */
export interface PolicySays {
  readonly policy: PolicyObject;
  readonly side: "using" | "check";
  readonly expression: string;
  /** Null where the expression is null, which refuses, or where it failed; `failed` says how. */
  readonly lets: boolean | null;
  readonly failed?: string;
}

/**
 * Asks each policy that applies what it says of the rows, its expression evaluated as the identity on the very values, outside of the table: its row security
 * does not hide the row then, and what the expression reads elsewhere is seen as the identity sees it.
 */
export async function askPolicies(session: Session, identity: Identity, operation: Operation, rows: readonly TriedRow[]): Promise<PolicySays[]> {
  const said: PolicySays[] = [];
  for (const row of rows) {
    const asked = row.table.policies.flatMap((policy) => {
      const expression = row.side === "check" ? (policy.check ?? policy.using) : policy.using;
      return expression === undefined || (policy.command !== "ALL" && policy.command !== commands[operation]) ? [] : [{ policy, side: row.side, expression }];
    });
    if (asked.length === 0) continue;
    said.push(...(await together(session, identity, row, asked)));
  }
  return said;
}

type Asked = Omit<PolicySays, "lets">;

async function together(session: Session, identity: Identity, row: TriedRow, asked: readonly Asked[], opened: readonly string[] = []): Promise<PolicySays[]> {
  try {
    const answer = await undone(session, [...opened.map((schema) => `GRANT USAGE ON SCHEMA ${quoteName(schema)} TO PUBLIC`), ...becoming(identity), `SELECT ${asked.map(({ policy, expression }) => `${applies(policy)}, ((${expression}))`).join(", ")} FROM ${rowSource(row)}`]);
    const cells = answer.rows[0] ?? [];
    return asked.flatMap((one, at) => (cells[at * 2] === true ? [{ ...one, lets: cells[at * 2 + 1] as boolean | null }] : []));
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    // A policy may call what its role could not name by itself: a function in a schema that is closed to it.
    const closed = error.code === "42501" ? closedSchema(error.message) : undefined;
    if (closed !== undefined && !opened.includes(closed)) return await together(session, identity, row, asked, [...opened, closed]);
    if (asked.length === 1) return [{ ...asked[0]!, lets: null, failed: error.message }];
    const each: PolicySays[] = [];
    for (const one of asked) each.push(...(await together(session, identity, row, [one], opened)));
    return each;
  }
}

/** "permission denied for schema private": its name stands last in every language that the server speaks. */
function closedSchema(message: string): string | undefined {
  return /schema/i.test(message) ? /(\S+)$/.exec(message)?.[1]?.replace(/^["»«“„]|["«»”“]$/g, "") : undefined;
}

/** Does the policy hold for who asks? */
function applies(policy: PolicyObject): string {
  const roles = policy.roles.filter((role) => role.toLowerCase() !== "public");
  if (roles.length < policy.roles.length || policy.roles.length === 0) return "true";
  return `(${roles.map((role) => `COALESCE((SELECT pg_catalog.pg_has_role(r.oid, 'USAGE') FROM pg_catalog.pg_roles r WHERE r.rolname = ${quoteText(role)}), false)`).join(" OR ")})`;
}

function rowSource({ table, values }: TriedRow): string {
  return `(SELECT ${table.columns.map((column) => `${literal(column, values.get(column.name) ?? null)} AS ${quoteName(column.name)}`).join(", ")}) AS ${quoteName(table.name)}`;
}

/** Those that decided: where it went through, the permissive ones that let it; where not, the restrictive ones that refused, else all that did not let it through. */
export function deciders(said: readonly PolicySays[], allowed: boolean, side?: "using" | "check"): string[] {
  const asked = side === undefined ? said : said.filter((one) => one.side === side);
  const refusing = asked.filter(({ lets }) => lets !== true);
  const chosen = allowed ? asked.filter(({ policy, lets }) => policy.permissive && lets === true) : refusing.some(({ policy }) => !policy.permissive) && asked.some(({ policy, lets }) => policy.permissive && lets === true) ? refusing.filter(({ policy }) => !policy.permissive) : refusing;
  return [...new Set(chosen.map(({ policy }) => policy.name))].sort();
}
