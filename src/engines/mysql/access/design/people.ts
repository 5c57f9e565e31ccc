import type { Identity } from "../../../../core/access/identity.ts";
import type { Operation } from "../../../../core/access/operation.ts";
import type { Expectation } from "../../../../core/access/policyDesign.ts";
import { isAdministrator, lowRights, type Right } from "../../audit/world/powers.ts";
import { tokensOf } from "../../scan/tokens.ts";
import { nameOf } from "../../ownName.ts";
import type { DesignRoom } from "./room.ts";

const operationOf = { SELECT: "select", INSERT: "insert", UPDATE: "update", DELETE: "delete" } as const;
const onRows = Object.keys(operationOf) as (keyof typeof operationOf)[];

/** Who uses the table now without ruling the server. */
export function users({ world, table }: DesignRoom): Right[] {
  return lowRights(world, table.grants ?? [], onRows);
}

/** What must hold through the view: somebody reaches what is theirs and nothing else; an account without rights reaches nothing. */
export function expectations(room: DesignRoom, own: string): Expectation[] {
  const found = users(room);
  const user = found.find(({ account, from }) => from === "object" && (room.request.role === undefined || account.name === room.request.role || account.user === room.request.role)) ?? found[0];
  const name = user?.account.name ?? own;
  const may = onRows.filter((one) => user === undefined || user.privileges.has(one)).map((one): Operation => operationOf[one]);
  const identity: Identity = { name, role: name, settings: {}, owns: [name.slice(0, name.lastIndexOf("@"))] };
  const nobody: Identity = { name: "an account without rights", role: "", settings: {}, owns: [] };
  const expect = (who: Identity, verdict: Expectation["verdict"], row: Expectation["row"], operations: readonly Operation[]): Expectation[] => operations.map((operation) => ({ identity: who, operation, row, verdict }));
  return [
    ...expect(identity, "allowed", "own", may),
    ...expect(identity, "denied", "foreign", may),
    ...expect(identity, "denied", "own", may.includes("update") ? ["changeOwner"] : []),
    ...expect(nobody, "denied", "any", ["select", "insert", "update", "delete"]),
  ];
}

/** Who sees less than before. */
export function lockedOut(room: DesignRoom): string[] {
  return users(room).map(({ account, from }) => (from === "object" ? `${account.name} reaches its own rows of ${room.table.name} alone` : `${account.name} reaches its own rows alone under the name ${room.table.name}`));
}

/** What a person must decide or do besides. */
export function warnings(room: DesignRoom, mapped: boolean): string[] {
  const { table, rows, owner, definer, catalog, world } = room;
  const wide = users(room).filter(({ from }) => from !== "object").map(({ account }) => account.name);
  const naming = [...catalog.views.map(({ name, query }) => [`the view ${name}`, query]), ...catalog.routines.map(({ name, definition }) => [`the routine ${name}`, definition]), ...catalog.others.filter(({ kind }) => kind === "event").map(({ name, definition = "" }) => [`the event ${name}`, definition])]
    .filter(([, text = ""]) => tokensOf(text, world.flavour).some((token) => (token.kind === "name" || token.kind === "word") && nameOf(token) === table.name)).map(([what]) => what);
  return [
    ...(wide.length === 0 ? [] : [`${wide.join(", ")} ${wide.length === 1 ? "holds" : "hold"} rights on the whole database or server and so still ${wide.length === 1 ? "reaches" : "reach"} ${rows}: grant ${wide.length === 1 ? "it" : "them"} single tables and views instead.`]),
    ...(naming.length === 0 ? [] : [`${naming.join(", ")} ${naming.length === 1 ? "names" : "name"} ${table.name} and will see the asking account's rows alone; let ${naming.length === 1 ? "it" : "them"} name ${rows} where all rows are meant.`]),
    ...(owner.notNull ? [] : [`${owner.name} may be NULL: rows without an owner are seen by nobody through the view.`]),
    ...(mapped ? ["account_owners is empty at first: add a row for each account with the owner that it is, else it sees nothing."] : []),
    ...(world.accounts.some(({ user, locked, role }) => user === "" && !locked && !role) ? ["There is an anonymous account: whoever logs in through it chooses the name that USER() tells."] : []),
    ...(definer !== undefined ? [] : ["The view runs with the rights of whoever applies it. For one with few rights, let an administrator run CREATE USER 'view_owner'@'localhost' IDENTIFIED BY RANDOM PASSWORD ACCOUNT LOCK (on MariaDB with a password of yours) first: it is then used."]),
    ...(users(room).length === 0 ? [`Nobody but administrators may use ${table.name} now; grant SELECT, INSERT, UPDATE or DELETE on it to those who should.`] : []),
    ...(world.accounts.filter(({ name, locked, role }) => !locked && !role && isAdministrator(world, name)).length === 0 ? [] : [`Administrators still reach all rows, under the name ${rows}.`]),
  ];
}
