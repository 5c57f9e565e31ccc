import type { PolicyRequest } from "../../../../core/access/policyDesign.ts";
import type { Catalog, TableObject } from "../../../../core/catalog/catalog.ts";
import { UsageError } from "../../../../core/errors.ts";
import type { Session } from "../../../engine.ts";
import { isDoc, type Doc, type Value } from "../../bson/value.ts";
import { typeName } from "../../bson/write.ts";
import type { MongodbLink } from "../../link.ts";
import { countedBy } from "../../shutOut/counted.ts";
import { fieldsOf, type Mark, markIn, named } from "../mark.ts";
import { type Memo, readShapes } from "../memo.ts";
import { scopesOf } from "../scope.ts";
import { valueOfText } from "../values.ts";
import { schemaWith } from "./commands.ts";
import type { DesignRoom } from "./room.ts";
import { serverHas } from "./server.ts";

/** More views and roles than this are named by a person. */
const most = 50;
const neverFires = new AbortController().signal;

/** The collection, the field that says whose a document is, and the values to make views and roles for. Throws UsageError with what to add. */
export async function roomFor(own: Session & MongodbLink, memo: Memo, request: PolicyRequest, catalog: Catalog): Promise<DesignRoom> {
  const table = catalog.tables.find(({ name }) => name === request.table);
  if (table === undefined) throw new UsageError("badArgument", catalog.views.some(({ name }) => name === request.table) ? `${request.table} is a view already.` : `There is no collection ${request.table}.`, { next: "Name a collection of the database." });
  const before = scopesOf(catalog).find(({ base }) => base === table.name);
  if (before !== undefined) throw new UsageError("badArgument", `${table.name} stands behind the view ${before.view.name} already.`, { next: "Drop that view first to have it designed anew." });
  await readShapes(own, memo, [table.name]);
  const mark = markFor(request, table, memo);
  const values = await valuesFor(own, request, table, mark);
  const types = [...new Set([mark.type, ...values.map(typeName)])].filter((type) => type !== "null" && type !== "undefined");
  const { roles, userRoles, why } = await serverHas(own);
  if (request.mode === "granular" && !roles) throw new UsageError("badArgument", "granular is made of roles, and this server does not know createRole.", { next: "Use kiss there: views, a validator and an index." });
  const breaking = await countedBy(own, table.name, [{ $match: { $nor: [schemaWith(mark.field, types)] } }, { $count: "n" }], neverFires);
  return { request, catalog, table, mark, values, types, form: roles && userRoles ? "roles" : "values", why, roles, database: own.database, breaking, user: own.facts.user };
}

function markFor({ owner, tenant, mode }: PolicyRequest, table: TableObject, memo: Memo): Mark {
  const fields = fieldsOf(table, memo);
  const asked = mode === "kiss" ? (owner ?? tenant) : (tenant ?? owner);
  if (asked !== undefined && fields.some((name) => name !== "_id") && !fields.includes(asked)) throw new UsageError("badArgument", `No document of ${table.name} that was looked at has a field ${asked}.`, { next: `There are ${fields.slice(0, 8).join(", ")}.` });
  const field = asked ?? named(fields, "tenant") ?? named(fields, "owner");
  if (field === undefined) throw new UsageError("badArgument", `No field of ${table.name} says whose a document is.`, { next: "Give its documents a field for the tenant or the owner, or name it with --tenant or --owner." });
  return markIn(table, field, memo);
}

/** Those that a person named, else all that documents have, where those are few. */
async function valuesFor(own: MongodbLink, { role }: PolicyRequest, table: TableObject, mark: Mark): Promise<readonly Value[]> {
  const named = (role ?? "").split(",").map((one) => one.trim()).filter((one) => one !== "");
  if (named.length > 0) return [...new Set(named)].map((one) => valueOfText(one, mark));
  const found = await own.asideDocuments({ aggregate: table.name, pipeline: [{ $group: { _id: `$${mark.field}` } }, { $match: { _id: { $ne: null } } }, { $limit: most + 1 }, { $sort: { _id: 1 } }], cursor: {}, maxTimeMS: 30_000 });
  const values = found.map((one: Doc) => one.get("_id")).filter((value) => value !== undefined && !isDoc(value) && !Array.isArray(value));
  const what = `${mark.kind === "tenant" ? "tenants" : "owners"} of ${table.name}`;
  if (values.length === 0) throw new UsageError("badArgument", `No document of ${table.name} has a value in ${mark.field}, so nothing tells for whom to make views.`, { next: `Name the ${what} with --for, separated by commas.` });
  if (values.length > most) throw new UsageError("badArgument", `${table.name} has more than ${most} values of ${mark.field}: too many for a view and a role each.`, { next: `Name the ${what} that log in themselves with --for, separated by commas.` });
  return values;
}
