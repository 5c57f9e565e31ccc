import type { Catalog, TableObject } from "../../../core/catalog/catalog.ts";
import type { MongodbLink } from "../link.ts";
import { isDoc, numberOf, type Doc, type Value } from "../bson/value.ts";
import { inParallel } from "../inParallel.ts";
import { listCollections } from "../catalog/listCollections.ts";
import { countedBy } from "../shutOut/counted.ts";
import { validatorSchema } from "../validatorSchema.ts";
import { orDenied } from "./denied.ts";
import { type SecretField, secretFieldsOf } from "./secretFields.ts";

export interface CollectionFacts {
  readonly table: TableObject;
  /** Null where there is none. */
  readonly validator: Doc | null;
  readonly validationLevel: "off" | "strict" | "moderate";
  readonly validationAction: "error" | "warn" | "errorAndLog";
  /** Fields that the validator speaks of, and those that it demands. */
  readonly properties: readonly string[];
  readonly required: readonly string[];
  /** Documents that break the validator although it is there, up to a thousand; null where it holds, or they may not be read. */
  readonly breaking: number | null;
  /** How many the server says there are; 0 where it may not be asked. */
  readonly documents: number;
  /** The first documents, for the names of their fields; their values stay here. */
  readonly sample: readonly Doc[];
  /** Fields whose names say that they are secret, by documents picked at random; empty where the whole database was not asked for. */
  readonly secrets: readonly SecretField[];
}

const sampled = 20;
/** Picked at random for their secrets. */
const picked = 100;
const width = 8;

/** One command for all collections and three or four for each of them, eight at a time: no command gives documents of several. */
export async function readCollections(access: MongodbLink, catalog: Catalog, whole: boolean, signal: AbortSignal): Promise<{ readonly collections: readonly CollectionFacts[]; readonly unseen: readonly string[] }> {
  const options = new Map((await listCollections(access, signal)).map((info) => [info.name, info.options]));
  const tables = catalog.tables.filter((table) => table.form === "collection");
  const read = await inParallel(tables, width, async (table) => {
    const [found, count, random] = await Promise.all([
      orDenied(access.asideDocuments({ find: table.name, limit: sampled, singleBatch: true }, { signal })),
      orDenied(access.aside({ count: table.name }, { signal })),
      whole ? orDenied(access.asideDocuments({ aggregate: table.name, pipeline: [{ $sample: { size: picked } }], cursor: {} }, { signal })) : { value: [] },
    ]);
    const facts = factsOf(table, options.get(table.name) ?? new Map<string, Value>(), "value" in found ? found.value : []);
    const documents = "value" in count ? (numberOf(count.value.get("n")) ?? 0) : 0;
    return { facts: { ...facts, documents, secrets: "value" in random ? secretFieldsOf(random.value) : [], breaking: await breakingIn(access, facts, signal) }, denied: "denied" in found };
  });
  const closed = read.flatMap(({ facts, denied }) => (denied ? [facts.table.name] : []));
  return { collections: read.map(({ facts }) => facts), unseen: closed.length === 0 ? [] : [`documents of ${closed.join(", ")}: this account may not read them.`] };
}

function factsOf(table: TableObject, options: Doc, sample: readonly Doc[]): Omit<CollectionFacts, "documents" | "breaking" | "secrets"> {
  const rule = options.get("validator");
  const validator = isDoc(rule) && rule.size > 0 ? rule : null;
  const schema = validatorSchema(validator ?? new Map<string, Value>());
  const plain = validator === null ? [] : [...validator.keys()].filter((name) => !name.startsWith("$"));
  return {
    table, validator, sample,
    validationLevel: (options.get("validationLevel") ?? "strict") as CollectionFacts["validationLevel"],
    validationAction: (options.get("validationAction") ?? "error") as CollectionFacts["validationAction"],
    properties: [...new Set([...schema.properties.keys(), ...plain])],
    required: schema.required,
  };
}

async function breakingIn(access: MongodbLink, { table, validator, validationAction, validationLevel }: Omit<CollectionFacts, "documents" | "breaking" | "secrets">, signal: AbortSignal): Promise<number | null> {
  if (validator === null || (validationAction !== "warn" && validationLevel === "strict")) return null;
  const found = await orDenied(countedBy(access, table.name, [{ $match: { $nor: [validator] } }, { $limit: 1000 }, { $count: "n" }], signal));
  return "value" in found ? found.value : null;
}

/** Names of the fields that a collection's documents have, by its validator and by the documents that were looked at. */
export function fieldsOf({ properties, sample }: Pick<CollectionFacts, "properties" | "sample">): readonly string[] {
  return [...new Set([...properties, ...sample.flatMap((document) => [...document.keys()])])];
}
