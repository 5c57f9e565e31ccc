import type { AccessObject, RowOf } from "../../../../core/access/attempt.ts";
import type { Identity } from "../../../../core/access/identity.ts";
import type { Operation } from "../../../../core/access/operation.ts";
import type { Expectation } from "../../../../core/access/policyDesign.ts";
import { connectionRole } from "../actor.ts";
import { nobody } from "../identities.ts";
import { shownValue } from "../scope.ts";
import { sharesOf } from "./commands.ts";
import type { DesignRoom, Share } from "./room.ts";

/**
 * What must hold: a tenant reads its own documents through its view and no others, and reaches neither the collection nor another's view; who has no role reaches
 * nothing; a writer cannot store a document that is nobody's.
 */
export function expectations(room: DesignRoom): Expectation[] {
  const shares = sharesOf(room);
  const [first, second] = shares;
  if (first === undefined) return [];
  const { mark, table, request } = room;
  const foreign: RowOf = mark.kind === "tenant" ? "otherTenant" : "foreign";
  const on = (name: string): AccessObject => ({ form: "view", schema: "", name });
  const expect = (identity: Identity, operation: Operation, row: RowOf, verdict: Expectation["verdict"], object?: AccessObject): Expectation => ({ identity, operation, row, verdict, ...(object === undefined ? {} : { object }) });
  const somebody = tenant(room, first);
  return [
    expect(somebody, "select", "own", "allowed", on(first.view)), expect(somebody, "select", foreign, "denied", on(first.view)), expect(somebody, "update", "own", "denied", on(first.view)),
    ...(second === undefined || second.view === first.view ? [] : [expect(somebody, "select", "any", "denied", on(second.view))]),
    ...(["select", "insert", "update", "delete"] as const).map((operation) => expect(somebody, operation, "own", "denied")), expect(somebody, "select", foreign, "denied"),
    expect(nobody, "select", "any", "denied", on(first.view)), expect(nobody, "select", "any", "denied"), expect(nobody, "insert", "any", "denied"),
    ...writers(room, first).map((one) => expect(one, "insert", "own", "allowed")), ...(room.breaking !== 0 ? [] : writers(room, first).flatMap((one) => [expect(one, "insert", "any", "denied"), expect(one, "changeOwner", "any", "denied")])),
    ...(request.mode === "granular" ? [expect(as(room, first, `${table.name}_editor`), "update", "own", "allowed"), expect(as(room, first, `${table.name}_editor`), "delete", "own", "denied"), expect(as(room, first, `${table.name}_admin`), "delete", "own", "allowed")] : []),
  ];
}

function tenant({ mark, roles }: DesignRoom, { value, role }: Share): Identity {
  return { name: `${mark.kind === "tenant" ? "tenant" : "user"} ${shownValue(value)}`, ...(roles ? { role } : {}), settings: {}, owns: [shownValue(value)] };
}

/** The application that writes for everybody: no role holds it back, the validator does. */
function writers({ mark }: DesignRoom, { value }: Share): Identity[] {
  return [{ name: `a writer for all ${mark.kind === "tenant" ? "tenants" : "users"}`, role: connectionRole, settings: {}, owns: [shownValue(value)] }];
}

function as(_room: DesignRoom, { value }: Share, role: string): Identity {
  return { name: `role ${role}`, role, settings: {}, owns: [shownValue(value)] };
}
