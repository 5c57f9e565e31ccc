import type { Catalog, TableObject } from "../../../../core/catalog/catalog.ts";
import { qualified } from "../../../../core/catalog/objects.ts";
import type { PolicyDesign, PolicyRequest } from "../../../../core/access/policyDesign.ts";
import { UsageError } from "../../../../core/errors.ts";
import type { Session } from "../../../engine.ts";
import { quoteObject } from "../../quote.ts";
import { audienceOf } from "./audience.ts";
import { authorizeFor } from "./authorize.ts";
import type { Bond, ParentBond, UserBond } from "./bond.ts";
import { membershipOf } from "./bond.ts";
import { cautions } from "./cautions.ts";
import { expectations } from "./expectations.ts";
import { protectFamily } from "./family.ts";
import { findBonds } from "./findBond.ts";
import { findPermissions } from "./permissions.ts";
import { permissionWarnings, permittedRules } from "./permittedRules.ts";
import { droppedPolicy, policyName, policySteps } from "./policies.ts";
import type { Rule } from "./policies.ts";
import { rightsOn, rightsOnSequences } from "./rights.ts";
import type { DesignRoom, Step } from "./room.ts";
import { rulesOf } from "./rules.ts";
import { byRole, schemeOf } from "./scheme.ts";
import { secondFactorRules } from "./secondFactor.ts";
import { readRoles } from "./serverRoles.ts";
import { indexFor, required, rowSecurity } from "./structure.ts";
import type { Indexes } from "./structure.ts";

/**
 * What protects a table: index, NOT NULL, a private helper where ownership lies in another table, policies, row security that binds the owner too, and
 * rights. From its real columns; reads the catalog, the roles and a count of rows without an owner, and changes nothing.
 * Throws UsageError where nothing says whose a row is, or several columns do.
 */
export async function designPolicies(request: PolicyRequest, catalog: Catalog, session: Pick<Session, "run" | "facts">): Promise<PolicyDesign> {
  const table = tableOf(catalog, request);
  const found = schemeOf(catalog, request);
  const permissions = await findPermissions(session, catalog, table, request);
  const bonds = await findBonds({ session, catalog, scheme: found, members: request.members }, table, request, permissions === null);
  const held = holder(bonds.owner);
  const scheme = held === null ? found : byRole(found, request, held);
  const room: DesignRoom = { request, catalog, table, session, scheme, ...(await readRoles(session)) };
  const audience = audienceOf(room);
  const { rules: own, helper, bonds: deciding, warnings } = rulesOf(room, bonds, audience.roles);
  const authorize = permissions === null ? null : authorizeFor(room, permissions, audience.roles);
  const rules = [...(permissions === null || authorize === null ? own : permittedRules(own, permissions, authorize)), ...(request.aal2 === true ? secondFactorRules(room) : [])];
  refuseTakenNames(table, rules, request);
  const force = room.me.bypasses || !readByHelper(room, deciding) || (helper === null && audience.roles.includes(room.me.name));
  const indexes = indexesFor(catalog, table, deciding);
  const needed = await Promise.all(deciding.map((bond) => required(room, table, bond.column.name)));
  const family = protectFamily(room, audience, rules, force);
  const rights = rightsOn(table, audience, true);
  const steps: readonly Step[] = [
    ...indexes.steps,
    ...needed.flatMap((one) => one.steps),
    ...(helper?.steps ?? []),
    ...(authorize?.steps ?? []),
    ...(request.replace === true ? table.policies.map((policy) => droppedPolicy(table, policy)) : []),
    ...policySteps(table, rules, audience.roles),
    ...rowSecurity(table, force),
    ...rights.steps,
    ...rightsOnSequences(catalog, table, audience),
    ...family.steps,
  ];
  return {
    reasons: [scheme.reason, ...deciding.map(({ why }) => why), ...(authorize === null ? [] : [authorize.reason]), audience.reason, ...family.reasons, ...indexes.notes],
    statements: steps.map(({ sql }) => sql),
    undo: [...steps].reverse().flatMap(({ undo }) => undo ?? []),
    warnings: [...(scheme.warning === undefined ? [] : [scheme.warning]), ...warnings, ...(permissions === null ? [] : permissionWarnings(table, own, permissions)), ...needed.flatMap((one) => one.warnings), ...cautions(room, audience, { bonds: deciding, helper, force })],
    lockedOut: [...rights.lockedOut, ...family.lockedOut],
    ...(indexes.apart.length === 0 ? {} : { apart: indexes.apart }),
    ...(await expectations(room, audience, deciding, permissions)),
  };
}

function tableOf(catalog: Catalog, { schema, table: name }: PolicyRequest): TableObject {
  const table = catalog.tables.find((one) => one.schema === schema && one.name === name);
  if (table === undefined) throw new UsageError("badArgument", `There is no table ${qualified({ schema, name })}.`);
  if (table.form === "foreign") throw new UsageError("badArgument", `${qualified(table)} is a foreign table, which has no row security.`, { next: "Protect it on its own server, and take it from everybody here: REVOKE ALL." });
  return table;
}

function refuseTakenNames(table: TableObject, rules: readonly Rule[], request: PolicyRequest): void {
  const names = rules.map((rule) => policyName(table, rule));
  const taken = request.replace === true ? [] : table.policies.filter(({ name }) => names.includes(name)).map(({ name }) => name);
  if (taken.length === 0) return;
  throw new UsageError("badArgument", `${qualified(table)} has ${taken.length === 1 ? "the policy" : "the policies"} ${taken.join(", ")} already: it was protected like this before.`, { next: "To put the new ones in the place of all that it has, give --replace." });
}

/** True where a helper that a bound role owns reads the table by itself, so that the table's policies would ask themselves. */
function readByHelper({ catalog, table }: DesignRoom, bonds: readonly Bond[]): boolean {
  const here = bonds.some((bond) => membershipOf(bond)?.table === table || parentsOf(bond).includes(table));
  return here || catalog.routines.some((routine) => routine.schema === "private" && routine.securityDefiner && routine.definition.includes(`${quoteObject(table)} `));
}

/** The column at the end of the way that holds who owns a row. */
function holder(bond: Bond | null): UserBond["column"] | null {
  return bond?.form === "parent" ? holder(bond.bond) : bond?.form === "user" ? bond.column : null;
}

function parentsOf(bond: Bond): TableObject[] {
  return bond.form === "parent" ? [bond.parent, ...parentsOf(bond.bond)] : [];
}

/** Of the columns that policies and helpers compare. */
function indexesFor(catalog: Catalog, table: TableObject, bonds: readonly Bond[]): Indexes {
  const wanted = bonds.flatMap((bond) => [{ table, column: bond.column.name }, ...behind(bond)]);
  const found = wanted.filter((one, at) => wanted.findIndex((other) => other.table === one.table && other.column === one.column) === at).map((one) => indexFor(catalog, one.table, one.column));
  return { steps: found.flatMap(({ steps }) => steps), apart: found.flatMap(({ apart }) => apart), notes: found.flatMap(({ notes }) => notes) };
}

function behind(bond: Bond): { readonly table: TableObject; readonly column: string }[] {
  if (bond.form === "tenant") return bond.via === null ? [] : [{ table: bond.via.table, column: bond.via.user.name }];
  if (bond.form === "user") return [];
  const { parent, bond: next }: ParentBond = bond;
  return [{ table: parent, column: next.column.name }, ...behind(next)];
}
