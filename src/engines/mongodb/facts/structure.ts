import type { Destruction, ObjectRef, ObjectUse } from "../../../core/script/facts.ts";
import type { MongoCommand } from "../mongoCommand.ts";
import { indexName } from "../shell/indexName.ts";
import { documentOf, isTrue, itemsOf, textOf, valueOf } from "../shell/value.ts";
import type { DocumentValue, Value } from "../shell/value.ts";
import { database } from "./beyond.ts";
import type { MoreFacts } from "./partialFacts.ts";
import { pipelineFacts } from "./pipeline.ts";
import { collectionNamed, collectionRef, definitionOf, indexRef, madeAlong, named, placed, useOf } from "./refs.ts";

/** Commands that change collections, views, indexes, users and roles. */
export function structureFacts({ name, document }: MongoCommand, base: number): MoreFacts {
  const first = document.fields[0]?.value;
  const collection = collectionRef(first);
  switch (name) {
    case "create":
      return create(document, collection, base);
    case "drop":
      return collection === undefined ? {} : { drops: [collection], idempotent: true, uses: useOf(first, base, "passedOver"), destroys: [{ object: collection, how: "drop" }] };
    case "dropDatabase":
      return { destroys: [{ object: { kind: "database", name: "" }, how: "dropDatabase" }] };
    case "renameCollection":
      return rename(document, base);
    case "collMod":
      return collMod(document, collection, base);
    case "createIndexes":
      return createIndexes(document, collection, base);
    case "dropIndexes":
      return dropIndexes(document, collection, base);
    case "convertToCapped":
      return collection === undefined ? {} : { uses: useOf(first, base, "needed"), redefines: [collection], destroys: [{ object: collection, how: "replace" }] };
    case "cloneCollectionAsCapped":
      return { uses: useOf(first, base, "needed"), defines: named("table", valueOf(document, "toCollection")) };
    case "dropAllUsersFromDatabase":
    case "dropAllRolesFromDatabase":
      return { destroys: [{ object: { kind: "role", name: name === "dropAllUsersFromDatabase" ? "all users" : "all roles" }, how: "drop" }] };
    default:
      return people(name, document) ?? { uses: useOf(first, base, "soft") };
  }
}

function create(document: DocumentValue, collection: ObjectRef | undefined, base: number): MoreFacts {
  if (collection === undefined) return {};
  const source = valueOf(document, "viewOn");
  const definition = definitionOf(document.fields.slice(1).filter((field) => !notOptions.has(field.name)));
  if (source === undefined) return { defines: [{ ...collection, definition }] };
  return { defines: [{ kind: "view", name: collection.name, definition }], uses: [...useOf(source, base, "soft"), ...pipelineFacts(valueOf(document, "pipeline"), base).reads] };
}

/** Fields of `create` and `createIndexes` that say nothing of what is made. */
const notOptions = new Set(["comment", "writeConcern", "maxTimeMS"]);

/** Names may stand alone, as this product writes them, or as "database.collection", as the server takes them. */
function rename(document: DocumentValue, base: number): MoreFacts {
  const [from, to] = [unqualified(document.fields[0]?.value), unqualified(valueOf(document, "to"))];
  if (from === undefined || to === undefined) return {};
  const replaced = isTrue(valueOf(document, "dropTarget"));
  const destroys: Destruction[] = replaced ? [{ object: to.ref, how: "replace" }] : [];
  return { renames: [{ from: from.ref, to: to.ref }], uses: [placed(from.ref, from.value, base, "needed")], destroys };
}

function unqualified(value: Value | undefined): { readonly ref: ObjectRef; readonly value: Value } | undefined {
  const text = textOf(value);
  if (value === undefined || text === undefined) return undefined;
  return { ref: collectionNamed(database(text) === "" ? text : text.slice(text.indexOf(".") + 1)), value };
}

function collMod(document: DocumentValue, collection: ObjectRef | undefined, base: number): MoreFacts {
  if (collection === undefined) return {};
  const uses: ObjectUse[] = useOf(document.fields[0]?.value, base, "needed");
  const source = valueOf(document, "viewOn");
  if (source !== undefined) {
    const view: ObjectRef = { kind: "view", name: collection.name };
    return { uses: [...uses, ...useOf(source, base, "soft"), ...pipelineFacts(valueOf(document, "pipeline"), base).reads], redefines: [view], destroys: [{ object: view, how: "replace" }] };
  }
  const index = documentOf(valueOf(document, "index"));
  const name = index === undefined ? undefined : valueOf(index, "name");
  if (textOf(name) !== undefined) uses.push(placed(indexRef(collection.name, textOf(name) ?? ""), name, base, "needed"));
  const indexOnly = document.fields.slice(1).every((field) => field.name === "index" || notOptions.has(field.name));
  return indexOnly ? { uses } : { uses, redefines: [collection] };
}

/** What an index may have and still be the same: mongod compares key and options. */
const notOfIndex = new Set(["name", "v", "background", "ns"]);

function createIndexes(document: DocumentValue, collection: ObjectRef | undefined, base: number): MoreFacts {
  if (collection === undefined) return {};
  const indexes = itemsOf(valueOf(document, "indexes")).flatMap((item): ObjectRef[] => {
    const name = item.kind === "document" ? textOf(valueOf(item, "name")) : undefined;
    if (item.kind !== "document" || name === undefined) return [];
    const key = documentOf(valueOf(item, "key"));
    return [{ ...indexRef(collection.name, name), definition: definitionOf(item.fields.filter((field) => !notOfIndex.has(field.name))), ...(isTrue(valueOf(item, "unique")) && key !== undefined ? { unique: key.fields.map((field) => field.name) } : {}) }];
  });
  return { defines: [...madeAlong(collection), ...indexes], uses: useOf(document.fields[0]?.value, base, "soft") };
}

function dropIndexes(document: DocumentValue, collection: ObjectRef | undefined, base: number): MoreFacts {
  if (collection === undefined) return {};
  const index = valueOf(document, "index");
  const uses = useOf(document.fields[0]?.value, base, "needed");
  const all = textOf(index) === "*";
  if (all) return { uses, destroys: [{ object: indexRef(collection.name, `all indexes of ${collection.name}`), how: "drop" }] };
  const wanted = index?.kind === "array" ? index.items : index === undefined ? [] : [index];
  const drops = wanted.flatMap((one) => {
    const name = textOf(one) ?? (one.kind === "document" ? indexName(one) : undefined);
    return name === undefined ? [] : [indexRef(collection.name, name)];
  });
  return { uses, drops, destroys: drops.map((object) => ({ object, how: "drop" })) };
}

function people(name: string, document: DocumentValue): MoreFacts | undefined {
  const role = named("role", document.fields[0]?.value);
  switch (name) {
    case "createUser":
    case "createRole":
      return { defines: role };
    case "dropUser":
    case "dropRole":
      return { drops: role, destroys: role.map((object) => ({ object, how: "drop" })) };
    case "updateUser":
    case "updateRole":
    case "grantRolesToUser":
    case "revokeRolesFromUser":
    case "grantRolesToRole":
    case "revokeRolesFromRole":
    case "grantPrivilegesToRole":
    case "revokePrivilegesFromRole":
      return { uses: role };
    default:
      return undefined;
  }
}
