import type { AccessObject, Attempt, RowOf } from "./attempt.ts";
import type { Identity } from "./identity.ts";
import type { Operation } from "./operation.ts";

export interface SuiteRequest {
  readonly identities: readonly Identity[];
  readonly objects: readonly AccessObject[];
  /** Whose rows an object can have. */
  rowsOf(object: AccessObject): readonly RowOf[];
  /** Can a row of it be given to somebody else by changing it? */
  mayMove(object: AccessObject): boolean;
  /** Can it be tried at all, whoever asks? */
  possible(object: AccessObject, operation: Operation): boolean;
  /** True: only what reads. */
  readonly readOnly: boolean;
}

const onRows: Readonly<Record<AccessObject["form"], readonly Operation[]>> = {
  table: ["select", "insert", "insertReturning", "update", "changeOwner", "takeOver", "delete"],
  partition: ["select", "insert", "insertReturning", "update", "delete"],
  foreignTable: ["select"],
  view: ["select", "insert", "insertReturning", "update", "changeOwner", "takeOver", "delete"],
  materializedView: ["select"],
  collection: ["select", "insert", "update", "changeOwner", "takeOver", "delete"],
  routine: [],
};

/** Everything that each identity may try with each object, object by object. */
export function suite(request: SuiteRequest): Attempt[] {
  return request.objects.flatMap((object) => {
    const rows = request.rowsOf(object);
    const moves = request.mayMove(object);
    return request.identities.flatMap((identity) => ofObject(object, identity, rows).filter(({ operation }) => moves || (operation !== "changeOwner" && operation !== "takeOver")).filter(({ operation }) => (!request.readOnly || operation === "select") && request.possible(object, operation)));
  });
}

function ofObject(object: AccessObject, identity: Identity, rows: readonly RowOf[]): Attempt[] {
  const whole: Operation[] = object.form === "routine" ? ["execute"] : object.form === "table" || object.form === "partition" ? ["truncate"] : [];
  const marked = rows.includes("own");
  const shared = rows.includes("foreign");
  return [
    ...onRows[object.form].flatMap((operation) => rows.filter((row) => makesSense(operation, row, identity, marked, shared)).map((row) => ({ identity, operation, object, row }))),
    ...whole.map((operation) => ({ identity, operation, object, row: "any" as const })),
  ];
}

/** Who owns nothing has no own rows, and all tenants are alike to them; only an own row can be given away, to somebody else or into another tenant, only another's taken over. */
function makesSense(operation: Operation, row: RowOf, identity: Identity, marked: boolean, shared: boolean): boolean {
  const owner = identity.owns.length > 0;
  if (row === "own" && !owner) return false;
  if (row === "otherTenant" && !owner && (shared || operation === "changeOwner")) return false;
  if (operation === "changeOwner") return owner && (row === "own" || row === "otherTenant");
  if (operation === "takeOver") return marked && owner && (row === "foreign" || row === "otherTenant");
  return true;
}
