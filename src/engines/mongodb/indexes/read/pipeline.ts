import type { QueryUse, TableUse } from "../../../../core/indexes/queryUse.ts";
import { isDoc, textOf, type Doc, type Value } from "../../bson/value.ts";
import { fieldPart } from "./fieldPart.ts";
import { orderOf, searchedUse, tableUse } from "./use.ts";

/** Stages that leave the documents as they are, and away some of them: what is asked behind them, no index of the collection answers. */
const cutting = new Set(["$limit", "$skip"]);

/** What the beginning of a pipeline asks of its collection, and its $lookups of theirs: what comes after a stage that makes other documents no index serves. */
export function readPipeline(collection: string, pipeline: readonly Doc[]): QueryUse {
  const filters: Doc[] = [];
  let own: Partial<TableUse> = {};
  const others: TableUse[] = [];
  const unread: string[] = [];
  let reached = true;
  for (const stage of pipeline) {
    const [name, value] = [...stage][0] ?? ["", undefined];
    if (name === "$lookup" && isDoc(value)) others.push(...lookedUp(value));
    if (name === "$unionWith" || name === "$facet" || name === "$graphLookup") unread.push(`What ${name} asks of its collection is not read.`);
    if (!reached) continue;
    if (cutting.has(name)) own = { ...own, limited: true };
    else if (!isDoc(value) || own.limited === true) reached = false;
    else if (name === "$match") filters.push(value);
    else if (name === "$sort") own = { ...own, order: orderOf(value) };
    else {
      if (name === "$group") own = { ...own, group: groupedBy(value.get("_id")) };
      reached = false;
    }
  }
  return { tables: [tableUse(collection, new Map([["$and", filters]]), own), ...others], writes: [], behind: [], unread };
}

/** The foreign field is searched once for each document that comes. */
function lookedUp(lookup: Doc): TableUse[] {
  const [from, field] = [textOf(lookup.get("from")), textOf(lookup.get("foreignField"))];
  if (from === undefined || field === undefined) return [];
  return [searchedUse({ schema: "", table: from, conditions: [{ part: fieldPart(field), kind: "join" }], either: [], order: [], group: [], reads: "all", limited: false })];
}

/** "$customer", or {a: "$a", b: "$b"}: fields as they are; anything computed no index holds. */
function groupedBy(id: Value | undefined): TableUse["group"] {
  const paths = typeof id === "string" ? [id] : isDoc(id) ? [...id.values()] : [];
  return paths.every((path) => typeof path === "string" && path.startsWith("$") && !path.startsWith("$$")) ? paths.map((path) => fieldPart(String(path).slice(1))) : [];
}
