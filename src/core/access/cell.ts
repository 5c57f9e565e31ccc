import type { AccessObject, Attempt, Attempted, Mechanism, RowOf } from "./attempt.ts";
import type { Operation } from "./operation.ts";

/** One cell of the matrix: what came of one attempt, without its witness. */
export interface Cell {
  /** "public.notes | user 7 | update own": also the id of its witness. */
  readonly id: string;
  readonly identity: string;
  /** As reports name objects. */
  readonly object: string;
  readonly form: AccessObject["form"];
  readonly operation: Operation;
  readonly row: RowOf;
  readonly verdict: "allowed" | "denied" | "error";
  readonly mechanism: Mechanism | null;
  readonly policies: readonly string[];
  readonly rows: number | null;
  readonly code: string | null;
  readonly message: string | null;
}

/** "public.notes", "public.secret(integer)". */
export function objectName({ schema, name, signature }: AccessObject): string {
  return `${schema === "" ? "" : `${schema}.`}${name}${signature === undefined ? "" : `(${signature})`}`;
}

/** "update own", "truncate": what is tried, without who and on what. */
export function tryName({ operation, row }: Pick<Attempt, "operation" | "row">): string {
  return operation === "truncate" || operation === "execute" || row === "any" ? operation : `${operation} ${row}`;
}

export function cellOf(tried: Attempted): Cell {
  const { identity, object, operation, row, outcome } = tried;
  return {
    id: `${objectName(object)} | ${identity.name} | ${tryName(tried)}`,
    identity: identity.name, object: objectName(object), form: object.form, operation, row,
    verdict: outcome.verdict, mechanism: outcome.mechanism ?? null, policies: outcome.policies,
    rows: outcome.rows ?? null, code: outcome.code ?? null, message: outcome.message ?? null,
  };
}
