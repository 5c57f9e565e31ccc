import type { AccessObject, Mechanism, RowOf } from "../../core/access/attempt.ts";
import type { Operation } from "../../core/access/operation.ts";

type Words<Key extends string> = Readonly<Record<Key, string>> & Readonly<Record<string, string | undefined>>;

/** In the order of the matrix's columns. */
export const operationWords: Words<Operation> = {
  select: "SELECT", insert: "INSERT", insertReturning: "INSERT … RETURNING", update: "UPDATE", changeOwner: "UPDATE: give away", takeOver: "UPDATE: take over", delete: "DELETE", truncate: "TRUNCATE", execute: "EXECUTE",
};

export const rowWords: Words<RowOf> = { own: "own row", foreign: "somebody else's row", otherTenant: "another tenant's row", any: "any row" };

export const formWords: Words<AccessObject["form"]> = { table: "table", partition: "partition", view: "view", materializedView: "materialised view", foreignTable: "foreign table", routine: "routine", collection: "collection" };

const mechanismWords: Words<Mechanism> = {
  grant: "nothing is granted",
  schema: "the schema is closed",
  using: "the row is not seen",
  check: "the new row is refused",
  definition: "the view or routine refuses",
  validator: "the validator refuses the document",
  policy: "a policy lets it through",
  owner: "with the rights of the owner, whom no policy holds",
  bypass: "the role bypasses row security",
  open: "the object has no row security",
  key: "a key tells of rows that policies hide",
};

export interface AttemptFacts {
  readonly mechanism: string | undefined;
  readonly policies: readonly string[];
  readonly rows: number | undefined;
  /** SQLSTATE or the server's own code. */
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/** Why an attempt went as it did: "the new row is refused (policy notes_insert), 42501: new row violates …". */
export function attemptWords({ mechanism, policies, rows, code, message }: AttemptFacts): string {
  const why = mechanism === undefined ? [] : [mechanismWords[mechanism] ?? mechanism];
  const by = policies.length === 0 ? "" : ` (${policies.length === 1 ? "policy" : "policies"} ${policies.join(", ")})`;
  const reached = rows === undefined || rows === 0 ? [] : [`${rows} ${rows === 1 ? "row" : "rows"} reached`];
  const said = [code, message].filter((part) => part !== undefined).join(": ");
  return [...why.map((words) => words + by), ...reached, ...(said === "" ? [] : [said])].join(", ");
}
