import type { Catalog, Grant, TableObject } from "../../../../core/catalog/catalog.ts";
import { qualified } from "../../../../core/catalog/objects.ts";
import { quoteName, quoteObject } from "../../quote.ts";
import type { Audience } from "./audience.ts";
import type { Step } from "./room.ts";

const rows = ["SELECT", "INSERT", "UPDATE", "DELETE"];

export interface Rights {
  readonly steps: readonly Step[];
  /** Who loses what. */
  readonly lockedOut: readonly string[];
}

/**
 * Takes the table from everybody and from whoever asks anonymously, and leaves the application's roles what acts on rows:
 * TRUNCATE asks no policy, and REFERENCES and TRIGGER are of no use to them. A role that had only some of it keeps only that.
 */
export function rightsOn(table: TableObject, { roles, owner, anonymous }: Pick<Audience, "roles" | "owner" | "anonymous">, give: boolean): Rights {
  const target = `TABLE ${quoteObject(table)}`;
  const held = (role: string): Grant[] => (table.grants ?? []).filter(({ grantee }) => grantee === role);
  const steps: Step[] = [];
  const lockedOut: string[] = [];
  for (const role of ["PUBLIC", ...anonymous]) {
    const grants = held(role);
    if (grants.length === 0) continue;
    steps.push(revoked(target, role, grants));
    lockedOut.push(`${role === "PUBLIC" ? "everybody (PUBLIC)" : role} loses ${told(grants)} on ${qualified(table)}`);
  }
  for (const role of roles) {
    if (role === owner) continue;
    const grants = held(role);
    const whole = grants.filter((grant) => grant.column === undefined);
    const had = new Set(whole.flatMap(({ privileges }) => privileges));
    const partial = grants.filter((grant) => grant.column !== undefined && grant.privileges.every((privilege) => rows.includes(privilege)));
    const wanted = !give ? [] : grants.length === 0 ? rows : rows.filter((privilege) => had.has(privilege));
    if (grants.length > 0 && give && !whole.some((grant) => grant.grantable) && [...had].every((privilege) => rows.includes(privilege))) continue;
    const kept = give ? partial.map((grant) => granted(target, { ...grant, grantable: false })) : [];
    const given = wanted.length === 0 ? [] : [`GRANT ${wanted.join(", ")} ON ${target} TO ${name(role)}`];
    if (grants.length > 0) steps.push(revoked(target, role, grants));
    steps.push(...[...given, ...kept].map((sql, at): Step => (at === 0 ? { sql, undo: `REVOKE ALL ON ${target} FROM ${name(role)}` } : { sql })));
    const lost = [...had].filter((privilege) => !wanted.includes(privilege));
    if (lost.length > 0) lockedOut.push(`${role} loses ${lost.join(", ")} on ${qualified(table)}`);
  }
  return { steps, lockedOut };
}

/** A serial column takes its number from a sequence that whoever inserts must be allowed to use. */
export function rightsOnSequences(catalog: Catalog, table: TableObject, { roles, owner }: Pick<Audience, "roles" | "owner">): Step[] {
  const owned = catalog.sequences.filter(({ ownedBy }) => ownedBy?.schema === table.schema && ownedBy.table === table.name);
  return owned.flatMap((sequence) => roles.filter((role) => role !== owner && !(sequence.grants ?? []).some((grant) => (grant.grantee === role || grant.grantee === "PUBLIC") && grant.privileges.includes("USAGE"))).map((role): Step => ({
    sql: `GRANT USAGE ON SEQUENCE ${quoteObject(sequence)} TO ${name(role)}`,
    undo: `REVOKE USAGE ON SEQUENCE ${quoteObject(sequence)} FROM ${name(role)}`,
  })));
}

function revoked(target: string, role: string, grants: readonly Grant[]): Step {
  return { sql: `REVOKE ALL ON ${target} FROM ${name(role)}`, undo: grants.map((grant) => granted(target, grant)) };
}

function granted(target: string, grant: Grant): string {
  const column = grant.column === undefined ? "" : ` (${quoteName(grant.column)})`;
  return `GRANT ${grant.privileges.map((privilege) => privilege + column).join(", ")} ON ${target} TO ${name(grant.grantee)}${grant.grantable ? " WITH GRANT OPTION" : ""}`;
}

function name(role: string): string {
  return role === "PUBLIC" ? "PUBLIC" : quoteName(role);
}

function told(grants: readonly Grant[]): string {
  return [...new Set(grants.flatMap(({ privileges, column }) => privileges.map((privilege) => (column === undefined ? privilege : `${privilege} of ${column}`))))].join(", ");
}
