import type { Catalog, TableObject } from "../../../core/catalog/catalog.ts";
import type { MongodbAccess } from "../access.ts";
import { docIn, isDoc, numberOf, type Doc, type Value } from "../bson/value.ts";
import { inParallel } from "../inParallel.ts";
import { listCollections } from "../catalog/listCollections.ts";
import { orDenied } from "./denied.ts";

export interface CollectionFacts {
  readonly table: TableObject;
  /** Null where there is none. */
  readonly validator: Doc | null;
  readonly validationLevel: "off" | "strict" | "moderate";
  readonly validationAction: "error" | "warn" | "errorAndLog";
  /** Fields that the validator speaks of, and those that it demands. */
  readonly properties: readonly string[];
  readonly required: readonly string[];
  /** How many the server says there are; 0 where it may not be asked. */
  readonly documents: number;
  /** The first documents, for the names of their fields; their values stay here. */
  readonly sample: readonly Doc[];
}

const sampled = 20;
const width = 8;

/** One command for all collections and two for each of them, eight at a time: no command gives documents of several. */
export async function readCollections(access: MongodbAccess, catalog: Catalog, signal: AbortSignal): Promise<{ readonly collections: readonly CollectionFacts[]; readonly unseen: readonly string[] }> {
  const options = new Map((await listCollections(access, signal)).map((info) => [info.name, info.options]));
  const tables = catalog.tables.filter((table) => table.form === "collection");
  const read = await inParallel(tables, width, async (table) => {
    const [found, count] = await Promise.all([
      orDenied(access.asideDocuments({ find: table.name, limit: sampled, singleBatch: true }, { signal })),
      orDenied(access.aside({ count: table.name }, { signal })),
    ]);
    const documents = "value" in count ? (numberOf(count.value.get("n")) ?? 0) : 0;
    return { facts: factsOf(table, options.get(table.name) ?? new Map<string, Value>(), "value" in found ? found.value : [], documents), denied: "denied" in found };
  });
  const closed = read.flatMap(({ facts, denied }) => (denied ? [facts.table.name] : []));
  return { collections: read.map(({ facts }) => facts), unseen: closed.length === 0 ? [] : [`documents of ${closed.join(", ")}: this account may not read them.`] };
}

function factsOf(table: TableObject, options: Doc, sample: readonly Doc[], documents: number): CollectionFacts {
  const rule = options.get("validator");
  const validator = isDoc(rule) && rule.size > 0 ? rule : null;
  const schema = validator === null ? new Map<string, Value>() : docIn(validator, "$jsonSchema");
  const plain = validator === null ? [] : [...validator.keys()].filter((name) => !name.startsWith("$"));
  const required = schema.get("required");
  return {
    table, validator, sample, documents,
    validationLevel: (options.get("validationLevel") ?? "strict") as CollectionFacts["validationLevel"],
    validationAction: (options.get("validationAction") ?? "error") as CollectionFacts["validationAction"],
    properties: [...new Set([...docIn(schema, "properties").keys(), ...plain])],
    required: Array.isArray(required) ? (required as readonly Value[]).filter((name): name is string => typeof name === "string") : [],
  };
}

/** Names of the fields that a collection's documents have, by its validator and by the documents that were looked at. */
export function fieldsOf({ properties, sample }: CollectionFacts): readonly string[] {
  return [...new Set([...properties, ...sample.flatMap((document) => [...document.keys()])])];
}
