import type { Destruction, ObjectRef } from "../../../core/script/facts.ts";
import type { MongoCommand } from "../mongoCommand.ts";
import { documentOf, isTrue, itemsOf, numberOf, valueOf } from "../shell/value.ts";
import type { DocumentValue, Value } from "../shell/value.ts";
import type { MoreFacts } from "./partialFacts.ts";
import { collectionNamed, collectionRef, madeAlong, useOf } from "./refs.ts";

/** insert, update, delete, findAndModify, bulkWrite. Inserts and upserts make the collection where it is missing. */
export function changeFacts({ name, document }: MongoCommand, base: number): MoreFacts {
  const first = document.fields[0]?.value;
  const collection = collectionRef(first);
  const uses = useOf(first, base, "passedOver");
  const makes = { defines: madeAlong(collection), uses: useOf(first, base, "soft") };
  switch (name) {
    case "insert":
      return makes;
    case "update": {
      const updates = itemsOf(valueOf(document, "updates")).map(documentOf).filter((one) => one !== undefined);
      return { uses, ...(updates.some((one) => isTrue(valueOf(one, "upsert"))) ? makes : {}), destroys: losses(collection, updates.some(changesAll), "updateAll") };
    }
    case "delete": {
      const deletes = itemsOf(valueOf(document, "deletes")).map(documentOf).filter((one) => one !== undefined);
      return { uses, destroys: losses(collection, deletes.some((one) => numberOf(valueOf(one, "limit")) === 0 && matchesAll(valueOf(one, "q"))), "deleteAll") };
    }
    case "findAndModify":
    case "findandmodify":
      return { uses, ...(isTrue(valueOf(document, "upsert")) ? makes : {}) };
    default:
      return bulkFacts(document, base);
  }
}

function losses(object: ObjectRef | undefined, lost: boolean, how: Destruction["how"]): Destruction[] {
  return lost && object !== undefined ? [{ object, how }] : [];
}

/** No condition, or one that every document meets: {}, {$expr: true}, {_id: {$exists: true}}, an $and of such. */
function matchesAll(filter: Value | undefined): boolean {
  const document = documentOf(filter);
  if (document === undefined) return filter === undefined;
  return document.fields.every(({ name, value }) => {
    if (name === "$expr") return value.kind === "scalar" && isTrue(value);
    if (name === "$and" || name === "$or") return itemsOf(value).length > 0 && itemsOf(value)[name === "$and" ? "every" : "some"]((item) => matchesAll(item));
    if (name === "$comment") return true;
    const exists = name === "_id" ? documentOf(value) : undefined;
    return exists !== undefined && exists.fields.length === 1 && isTrue(valueOf(exists, "$exists"));
  });
}

function changesAll(update: DocumentValue): boolean {
  return isTrue(valueOf(update, "multi")) && matchesAll(valueOf(update, "q")) && overwrites(valueOf(update, "u"));
}

/** Operators that can lose what a field held; $inc and the like can be counted back, $push and $addToSet only add. */
const losing = new Set(["$set", "$unset", "$rename", "$pull", "$pullAll", "$pop", "$min", "$max", "$bit", "$currentDate", "$mul", "$project", "$replaceRoot", "$replaceWith", "$addFields"]);

function overwrites(change: Value | undefined): boolean {
  if (change?.kind === "array") return change.items.some(overwrites);
  const document = documentOf(change);
  if (document === undefined) return false;
  return document.fields.some(({ name }) => losing.has(name) || !name.startsWith("$"));
}

/** `bulkWrite` of 8.0: its operations name their collections by position in `nsInfo`, as "database.collection". */
function bulkFacts(document: DocumentValue, base: number): MoreFacts {
  const spaces = itemsOf(valueOf(document, "nsInfo")).map((one) => collectionOf(valueOf(documentOf(one) ?? document, "ns")));
  const destroys: Destruction[] = [];
  const makes: ObjectRef[] = [];
  for (const item of itemsOf(valueOf(document, "ops"))) {
    const operation = documentOf(item);
    const [field] = operation?.fields ?? [];
    const space = spaces[numberOf(field?.value) ?? -1];
    if (operation === undefined || field === undefined || space === undefined) continue;
    const change = { ...operation, fields: operation.fields.map((one) => ({ ...one, name: renamed[one.name] ?? one.name })) };
    if (field.name === "insert" || isTrue(valueOf(operation, "upsert"))) makes.push(space.ref);
    if (field.name === "update" && changesAll(change)) destroys.push({ object: space.ref, how: "updateAll" });
    if (field.name === "delete" && isTrue(valueOf(operation, "multi")) && matchesAll(valueOf(operation, "filter"))) destroys.push({ object: space.ref, how: "deleteAll" });
  }
  const uses = spaces.flatMap((space) => (space === undefined ? [] : [{ ...space.ref, start: base + space.value.start, end: base + space.value.end, soft: true }]));
  return { uses, destroys, defines: makes.flatMap(madeAlong) };
}

const renamed: Readonly<Record<string, string>> = { filter: "q", updateMods: "u" };

function collectionOf(value: Value | undefined): { readonly ref: ObjectRef; readonly value: Value } | undefined {
  const text = value?.kind === "scalar" && typeof value.value === "string" ? value.value : undefined;
  if (value === undefined || text === undefined || !text.includes(".")) return undefined;
  return { ref: collectionNamed(text.slice(text.indexOf(".") + 1)), value };
}
