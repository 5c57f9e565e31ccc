import { canonical } from "./bson/write.ts";
import type { Doc } from "./bson/value.ts";

const most = 1000;
const mostBytes = 8_000_000;

/** Documents in batches that one write command holds. */
export async function* batchedDocuments(documents: AsyncIterable<Doc>): AsyncIterable<Doc[]> {
  let batch: Doc[] = [];
  let bytes = 0;
  for await (const document of documents) {
    batch.push(document);
    bytes += canonical(document).length;
    if (batch.length < most && bytes < mostBytes) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}
