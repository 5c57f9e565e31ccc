import type { Attempt } from "../../../core/access/attempt.ts";
import type { Operation } from "../../../core/access/operation.ts";

const verbs: Readonly<Record<Operation, string>> = {
  select: "read", insert: "insert", insertReturning: "insert and read back", update: "change", changeOwner: "give away", takeOver: "take over", delete: "delete", truncate: "truncate", execute: "execute",
};

const whose: Readonly<Record<Attempt["row"], string>> = { own: "an own row of ", foreign: "somebody else's row of ", otherTenant: "another tenant's row of ", any: "a row of " };

/** "read somebody else's row of public.orders, as anonymous" */
export function attemptName({ identity, operation, object, row, asks }: Attempt): string {
  const name = `${object.schema === "" ? "" : `${object.schema}.`}${object.name}${object.signature === undefined ? "" : `(${object.signature})`}`;
  if (asks !== undefined) return `ask ${asks} of ${name} by inserts whether ${row === "otherTenant" ? "another tenant's" : "somebody else's"} row exists, as ${identity.name}`;
  const whole = operation === "truncate" || operation === "execute";
  if (operation === "changeOwner" && row === "any") return `leave a row of ${name} to nobody, as ${identity.name}`;
  return `${verbs[operation]} ${whole ? "" : whose[row]}${name}, as ${identity.name}`;
}
