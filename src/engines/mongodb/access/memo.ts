import type { MarkKind } from "../../../core/access/markNames.ts";
import { inParallel } from "../inParallel.ts";
import type { MongodbLink } from "../link.ts";
import { typeName } from "../bson/write.ts";
import type { Value } from "../bson/value.ts";
import { orDenied } from "../audit/denied.ts";

/** What a collection's documents showed: the names of their fields and the type that most values of each have. */
export type Shape = ReadonlyMap<string, string>;

/** What is known besides the catalog, which holds no fields; read when identities or a design are asked for. */
export interface Memo {
  readonly shapes: Map<string, Shape>;
  /** Who was asked for by a value that documents have, and whose value it is; `values`: theirs and the other identities'. */
  asked?: { readonly kind: MarkKind; readonly values: readonly string[] };
}

const looked = 20;
const width = 8;

/** Looks at a few documents of each collection; keeps names and types, and no value. */
export async function readShapes(link: MongodbLink, memo: Memo, collections: readonly string[]): Promise<void> {
  await inParallel(collections.filter((name) => !memo.shapes.has(name)), width, async (name) => {
    const found = await orDenied(link.asideDocuments({ find: name, limit: looked, singleBatch: true }));
    memo.shapes.set(name, "value" in found ? shapeOf(found.value) : new Map<string, string>());
  });
}

function shapeOf(documents: readonly ReadonlyMap<string, Value>[]): Shape {
  const counts = new Map<string, Map<string, number>>();
  for (const document of documents) {
    for (const [name, value] of document) {
      const types = counts.get(name) ?? new Map<string, number>();
      types.set(typeName(value), (types.get(typeName(value)) ?? 0) + 1);
      counts.set(name, types);
    }
  }
  return new Map([...counts].map(([name, types]) => [name, [...types].sort(([, a], [, b]) => b - a)[0]?.[0] ?? "string"]));
}
