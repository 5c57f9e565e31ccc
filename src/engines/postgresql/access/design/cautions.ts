import type { TableObject } from "../../../../core/catalog/catalog.ts";
import { qualified } from "../../../../core/catalog/objects.ts";
import type { Audience } from "./audience.ts";
import type { Bond } from "./bond.ts";
import type { Helper } from "./helper.ts";
import { namesUsers, plain } from "./names.ts";
import { references } from "./owner.ts";
import type { DesignRoom } from "./room.ts";
import { familyOf } from "./structure.ts";

/** What stays open or becomes closed besides, and only a person can decide. */
export function cautions(room: DesignRoom, audience: Audience, { bonds, helper, force }: { readonly bonds: readonly Bond[]; readonly helper: Helper | null; readonly force: boolean }): string[] {
  return [...staying(room), ...otherParties(room, bonds), ...views(room), ...ownership(room, audience, helper, force), ...columns(room, audience, bonds), ...firstMember(room.table, bonds), ...openBehind(room.table, audience, bonds), ...partition(room.table)];
}

/** A message has a recipient as well as an author. */
function otherParties({ table }: DesignRoom, bonds: readonly Bond[]): string[] {
  const [decides] = bonds;
  if (decides?.form === "tenant") return [];
  const others = references(table).filter((key) => namesUsers(key.references.table) && !bonds.some((bond) => bond.column.name === key.columns[0])).map((key) => key.columns[0] ?? "");
  return others.length === 0 ? [] : [`${others.join(", ")} ${others.length === 1 ? "refers" : "refer"} to users too: ${others.length === 1 ? "that person does" : "those people do"} not reach the row. Write a policy of its own where ${others.length === 1 ? "he" : "they"} should read it.`];
}

function staying({ table, request }: DesignRoom): string[] {
  const policies = request.replace === true ? [] : table.policies;
  const permissive = policies.filter((policy) => policy.permissive).map(({ name }) => name);
  const restrictive = policies.filter((policy) => !policy.permissive).map(({ name }) => name);
  return [
    ...(permissive.length === 0 ? [] : [`${told(permissive)} of ${qualified(table)} ${permissive.length === 1 ? "stays" : "stay"}, and permissive policies are joined by OR: what ${permissive.length === 1 ? "it lets" : "they let"} through is still let through. --replace takes ${permissive.length === 1 ? "it" : "them"} away.`]),
    ...(restrictive.length === 0 ? [] : [`${told(restrictive)} of ${qualified(table)} ${restrictive.length === 1 ? "stays and binds" : "stay and bind"} the new policies too, because ${restrictive.length === 1 ? "it is" : "they are"} restrictive.`]),
  ];
}

function views({ catalog, table, roles }: DesignRoom): string[] {
  const family = [table, ...familyOf(catalog, table)];
  return catalog.views.filter((view) => view.dependsOn.some((on) => family.some((one) => one.schema === on.schema && one.name === on.name))).flatMap((view): string[] => {
    const readers = [...new Set((view.grants ?? []).map((grant) => grant.grantee))].filter((name) => roles.get(name)?.bypasses !== true);
    const who = readers.length === 0 ? "whoever may read it" : readers.join(", ");
    if (view.form === "materializedView") return [`${qualified(view)} keeps rows of ${qualified(table)} that no policy binds: ${who} reads all of them.`];
    if (/^(?:true|on|yes|1)$/i.test(view.options["security_invoker"] ?? "")) return [];
    return [`The view ${qualified(view)} reads ${qualified(table)} with the rights of its owner (${view.owner ?? "unknown"}), not of ${who}. ALTER VIEW … SET (security_invoker = true) lets the policies bind whoever asks (version 15 or newer).`];
  });
}

function ownership({ table, me, scheme }: DesignRoom, audience: Audience, helper: Helper | null, force: boolean): string[] {
  const left = audience.left.map((role) => `${role} has rights on ${qualified(table)} and no policy: it reaches no row afterwards.`);
  const bound = force && table.owner !== undefined && audience.owner !== table.owner && table.owner === me.name && !me.bypasses;
  return [
    ...left,
    ...(audience.owner !== null && audience.roles.length === 1 ? [`The application is ${audience.owner}, the owner of ${qualified(table)}: no policy holds back its TRUNCATE, and it may switch the policies off. Give the application a role of its own.`] : []),
    ...(bound ? [`FORCE binds the owner ${table.owner} too: what runs as ${table.owner}${scheme.form === "role" ? "" : " without saying who asks"} reaches no row, scripts that change rows included.`] : []),
    ...(force ? [] : [`FORCE is left out: ${helper?.name ?? "a helper function"} reads ${qualified(table)} with the rights of ${me.name}, whom FORCE would bind by the same policies without end. ${table.owner ?? "The owner"} itself is not bound by them.`]),
  ];
}

/** An owner may change every column of an own row, and some columns say what he may do. */
function columns({ table }: DesignRoom, audience: Audience, bonds: readonly Bond[]): string[] {
  const powerful = table.columns.filter(({ name }) => /^(?:(?:user)?roles?|isadmin|admin|issuperuser|issuper|isstaff|permissions?|plan|credits?|balance|verified|isverified)$/.test(plain(name)) && !bonds.some((bond) => bond.column.name === name)).map(({ name }) => name);
  return bonds[0]?.form === "user" && powerful.length > 0 ? [`Whoever owns a row may change its ${powerful.join(", ")} as well. Where that gives rights, take it away: REVOKE UPDATE on the table from ${audience.roles.join(", ")} and GRANT UPDATE of the other columns.`] : [];
}

/** What decides is only as closed as the table that says it. */
function openBehind(self: TableObject, audience: Audience, bonds: readonly Bond[]): string[] {
  const writing = new Set(["INSERT", "UPDATE", "DELETE"]);
  const who = new Set(["PUBLIC", ...audience.roles, ...audience.anonymous]);
  const open = [...new Set(bonds.flatMap(behind))].filter((table) => table !== self && !table.rowSecurity.enabled && table.grants?.some((grant) => who.has(grant.grantee) && grant.privileges.some((privilege) => writing.has(privilege))) === true);
  return open.map((table) => `${qualified(table)} says whose a row is and is not protected itself: whoever may write it lets himself in. Protect it too.`);
}

function behind(bond: Bond): TableObject[] {
  return bond.form === "parent" ? [bond.parent, ...behind(bond.bond)] : bond.form === "tenant" && bond.via !== null ? [bond.via.table] : [];
}

/** Nobody belongs yet to a tenant that is just made. */
function firstMember(table: TableObject, bonds: readonly Bond[]): string[] {
  const [decides] = bonds;
  const isTenants = decides?.form === "tenant" && decides.via !== null && table.constraints.some(({ form, columns }) => form === "primaryKey" && columns.length === 1 && columns[0] === decides.column.name);
  const isSeats = decides?.form === "tenant" && decides.via?.table === table;
  return isTenants || isSeats ? [`Nobody belongs yet to a tenant that is just made, so that the application's roles cannot insert ${isSeats ? "its first member" : "it"} themselves: let a SECURITY DEFINER function make the tenant together with its first member.`] : [];
}

function partition(table: TableObject): string[] {
  return table.partitionOf === undefined ? [] : [`${qualified(table)} is a partition of ${table.partitionOf.schema}.${table.partitionOf.table}: its policies do not bind whoever goes through that table. Protect that one.`];
}

function told(names: readonly string[]): string {
  return `The ${names.length === 1 ? "policy" : "policies"} ${names.join(", ")}`;
}
