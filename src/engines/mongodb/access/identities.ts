import type { Identity } from "../../../core/access/identity.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { UsageError } from "../../../core/errors.ts";
import type { IdentityRequest } from "../../access.ts";
import { orDenied } from "../audit/denied.ts";
import type { MongodbLink } from "../link.ts";
import { type Mark, markOf } from "./mark.ts";
import { type Memo, readShapes } from "./memo.ts";
import { findPerson, rolesFor, shownTo } from "./people.ts";
import { rolesText } from "./roleNames.ts";
import { kindOf, scopesOf, shownValue } from "./scope.ts";
import { isValueOf, otherText, valueOfText } from "./values.ts";

/** Looking for a value waits no longer on a collection without an index for it. */
const longestMs = 5000;

/** Who has no role has no right, where the server asks for a login. */
export const nobody: Identity = { name: "a user without roles", role: "", settings: {}, owns: [] };

/** A user or role of the server, or a tenant or owner by the value that documents have. Throws UsageError for what could be neither. */
export async function identities(own: MongodbLink, memo: Memo, request: IdentityRequest, catalog: Catalog): Promise<readonly Identity[]> {
  if (request.scheme === "claims") throw new UsageError("badArgument", "MongoDB knows no claims.", { next: "Leave --as out, give --as role for a user or role of the server, or --as setting for a tenant's or owner's value." });
  await readShapes(own, memo, catalog.tables.map(({ name }) => name));
  const person = request.scheme === "setting" ? undefined : await findPerson(own, request.user);
  if (person !== undefined) {
    const values = await shownTo(own, person.roles, catalog);
    return [{ name: `${person.kind} ${request.user}`, role: rolesText(person.roles, own.database), settings: {}, owns: values.length === 0 ? [request.user] : values }, nobody];
  }
  if (request.scheme === "role") throw new UsageError("badArgument", `The server shows no user and no role called ${request.user}.`, { next: "Name one as name@database, or leave --as out to be a tenant by the value that documents have." });
  return ofValue(own, memo, request, catalog);
}

async function ofValue(own: MongodbLink, memo: Memo, { user, role }: IdentityRequest, catalog: Catalog): Promise<Identity[]> {
  const mark = await fitting(own, user, catalog, memo);
  const views = scopesOf(catalog).flatMap(({ field, value }) => (value === undefined || kindOf(field) !== mark.kind || !isValueOf(shownValue(value), mark) ? [] : [shownValue(value)]));
  const other = views.find((value) => value !== user) ?? otherText(user, mark);
  memo.asked = { kind: mark.kind, values: [user, other] };
  const as = async (value: string, given?: string): Promise<Identity> => {
    const roles = given ?? rolesText(await rolesFor(own, value, catalog), own.database);
    return { name: `${mark.kind === "tenant" ? "tenant" : "user"} ${value}`, ...(roles === "" ? {} : { role: roles }), settings: {}, owns: [value] };
  };
  return [await as(user, role), await as(other), nobody];
}

/** A field that documents have with such a value, else one that can have it; a tenant's before an owner's. */
async function fitting(own: MongodbLink, user: string, catalog: Catalog, memo: Memo): Promise<Mark> {
  const marks = catalog.tables.flatMap(({ name }) => {
    const mark = markOf(name, catalog, memo);
    return mark === undefined ? [] : [{ name, mark }];
  }).sort((a, b) => Number(b.mark.kind === "tenant") - Number(a.mark.kind === "tenant"));
  const [first] = marks;
  if (first === undefined) throw new UsageError("badArgument", "No collection has a field that says whose a document is.", { next: "Give documents a field for their tenant or owner (tenant_id, owner_id), or give a user or role of the server with --as role." });
  const able = marks.filter(({ mark }) => isValueOf(user, mark));
  for (const { name, mark } of able) {
    const found = await orDenied(own.asideDocuments({ find: name, filter: { [mark.field]: valueOfText(user, mark) }, projection: { _id: 1 }, limit: 1, maxTimeMS: longestMs }));
    if ("value" in found && found.value.length > 0) return mark;
  }
  if (able[0] === undefined) valueOfText(user, first.mark);
  return (able[0] ?? first).mark;
}
