import type { PolicyDesign, PolicyRequest } from "../../../../core/access/policyDesign.ts";
import type { Catalog } from "../../../../core/catalog/catalog.ts";
import { counted } from "../../../../core/counted.ts";
import { UsageError } from "../../../../core/errors.ts";
import type { Session } from "../../../engine.ts";
import type { MongodbLink } from "../../link.ts";
import type { Memo } from "../memo.ts";
import { shownValue } from "../scope.ts";
import { createRole, sharesOf, steps } from "./commands.ts";
import { roomFor } from "./find.ts";
import { expectations } from "./people.ts";
import type { DesignRoom } from "./room.ts";

/**
 * Views of each tenant's (or owner's) documents with roles that may find on them alone, a validator that demands the field, and an index that begins with it.
 * MongoDB cannot hold a write to some documents of a collection, so that writing stays with the application. Throws UsageError where no field says whose a document is.
 */
export async function design(own: Session & MongodbLink, memo: Memo, request: PolicyRequest, catalog: Catalog): Promise<PolicyDesign> {
  const room = await roomFor(own, memo, request, catalog);
  const shares = sharesOf(room);
  const names = new Set([...catalog.tables, ...catalog.views].map(({ name }) => name));
  const taken = shares.find(({ view }) => names.has(view));
  if (taken !== undefined) throw new UsageError("badArgument", `${room.table.name} gets no view, because ${taken.view}, the name that it would have, is taken.`, { next: `Rename ${taken.view} first.` });
  const done = steps(room);
  return {
    reasons: reasons(room),
    statements: done.map(({ sql }) => sql),
    undo: done.map(({ undo }) => undo).reverse(),
    warnings: warnings(room),
    expected: expectations(room),
    ...(room.roles ? {} : { untried: "this server does not know createRole, so the migration holds no roles, and nothing shows that a login reaches the views alone" }),
  };
}

function reasons(room: DesignRoom): string[] {
  const { request, table, mark, form, why, roles, values } = room;
  const asked = request.tenant !== undefined || request.owner !== undefined;
  const whose = mark.kind === "tenant" ? "tenant" : "owner";
  const shown = values.slice(0, 5).map(shownValue).join(", ");
  return [
    `${mark.field} is the ${whose}: ${asked ? "it was named" : "its name says so"}.`,
    `Views for ${counted(values.length, whose)} (${shown}${values.length > 5 ? ", …" : ""}): ${request.role === undefined ? "those that documents have" : "they were named"}.`,
    form === "roles"
      ? `One view for all of them, ${table.name}_own: ${why}. It shows a document to whoever has the role ${table.name}_of_ and its ${mark.field}; a further ${whose} needs a role and no view.`
      : `One view for each of them: ${why}. A further ${whose} needs a view${roles ? " and a role" : ""} of its own.`,
    ...(roles ? ["A role may find on its view and on nothing else; it needs no right on the collection that the view reads."] : []),
    `MongoDB cannot hold a write to some documents of a collection: writing stays with the application's own user, and the validator refuses a document without ${mark.field}.`,
  ];
}

function warnings(room: DesignRoom): string[] {
  const { table, mark, roles, form, breaking, user, database, request, values } = room;
  const [first] = sharesOf(room);
  const whose = mark.kind === "tenant" ? "tenant" : "owner";
  const { validationAction, validationLevel } = table.options;
  return [
    ...(breaking === null ? [`Whether every document of ${table.name} has a ${mark.field} could not be counted in time, and the validator is left as it is.`] : []),
    ...(breaking === 0 || breaking === null ? [] : [`${breaking === 1 ? "1 document" : `${breaking} documents`} of ${table.name} ${breaking === 1 ? "has" : "have"} no ${mark.field} of such a type: no view shows ${breaking === 1 ? "it" : "them"}, and the validator is left as it is, because they could not be changed any more. Mend them and run this again.`]),
    ...(validationAction === undefined && validationLevel === undefined ? [] : [`The validator of ${table.name} does not refuse everything (${[validationAction, validationLevel].filter((one) => one !== undefined).join(", ")}): set validationAction to error and validationLevel to strict.`]),
    ...(roles ? [`Take every other role that may read ${table.name} (read, readWrite, …) from those who log in as ${whose === "owner" ? "an owner" : "a tenant"}: roles add up.`] : []),
    ...(roles && user === "(no login)" ? ["This connection logged in as nobody. Where the server demands no login (security.authorization), no role holds anybody back."] : []),
    ...(roles || first === undefined ? [] : [`On a server with access control, give each ${whose} a role that may find on its view alone: ${createRole(database, first.role, first.view, ["find"])}`]),
    ...(form === "roles" ? [`The view compares every document of ${table.name} with the asker's roles; let queries name ${mark.field} too, so that the index serves. A role of that name in another database counts as well: be sure who may make roles there.`] : []),
    ...(request.mode === "granular" ? [`${table.name}_editor and ${table.name}_admin reach all ${whose}s' documents.`] : []),
    ...(roles && values.length > 0 ? [`The roles name the database ${database}: on one of another name they must be made with that.`] : []),
  ];
}
