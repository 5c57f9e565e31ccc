import type { QueryUse, TableUse, WriteUse } from "../../../../core/indexes/queryUse.ts";
import type { Command } from "../../command.ts";
import { docIn, docsIn, isDoc, numberOf, textOf, truthy, type Doc, type Value } from "../../bson/value.ts";
import { fieldPart } from "./fieldPart.ts";
import { readFilter } from "./filter.ts";
import { readPipeline } from "./pipeline.ts";
import { orderOf, tableUse } from "./use.ts";

/** What a command asks of its collections; undefined for one that is neither a query nor a write. */
export function readCommand({ name, document, target }: Command): QueryUse | undefined {
  if (target === undefined) return undefined;
  const of = (filter: Doc, more: Partial<TableUse> = {}): TableUse => tableUse(target, filter, more);
  switch (name) {
    case "find":
      return query([of(docIn(document, "filter"), { order: orderOf(docIn(document, "sort")), reads: projected(document), limited: (numberOf(document.get("limit")) ?? 0) > 0 || truthy(document.get("singleBatch")) })], document);
    case "count":
      return query([of(docIn(document, "query"), { reads: [] })], document);
    case "distinct": {
      const key = textOf(document.get("key")) ?? "";
      return query([of(docIn(document, "query"), { reads: [key], group: [fieldPart(key)] })], document);
    }
    case "findAndModify": case "findandmodify":
      return { ...query([of(docIn(document, "query"), { order: orderOf(docIn(document, "sort")), limited: true })], document), writes: [writeOf(target, truthy(document.get("remove")) ? "delete" : "update", document.get("update"))] };
    case "update":
      return { ...query(docsIn(document, "updates").map((one) => of(docIn(one, "q"))), document), writes: docsIn(document, "updates").map((one) => writeOf(target, "update", one.get("u"))) };
    case "delete":
      return { ...query(docsIn(document, "deletes").map((one) => of(docIn(one, "q"))), document), writes: [writeOf(target, "delete")] };
    case "insert":
      return { ...query([], document), writes: [{ schema: "", table: target, kind: "insert", columns: [] }] };
    case "aggregate":
      return readPipeline(target, docsIn(document, "pipeline"));
    default:
      return undefined;
  }
}

function query(tables: readonly TableUse[], document: Doc): QueryUse {
  const collation = isDoc(document.get("collation")) ? ["It compares by a collation of its own: an index serves its texts only with the same collation, which is not designed here."] : [];
  return { tables, writes: [], behind: [], unread: collation };
}

/** The fields of an inclusion projection; "all" where whole documents come. */
function projected(document: Doc): readonly string[] | "all" {
  const projection = docIn(document, "projection");
  const shown = [...projection].filter(([, value]) => value === true || numberOf(value) === 1).map(([field]) => field);
  const hasId = !projection.has("_id") || truthy(projection.get("_id"));
  if (shown.length === 0) return "all";
  const filtered = readFilter(docIn(document, "filter"));
  const asked = [...filtered.conditions, ...filtered.either.flat(2)].flatMap(({ part }) => part.columns);
  return [...new Set([...shown.filter((field) => field !== "_id"), ...(hasId ? ["_id"] : []), ...asked, ...docIn(document, "sort").keys()])];
}

function writeOf(table: string, kind: WriteUse["kind"], change?: Value): WriteUse {
  const sets = isDoc(change) ? [...change].flatMap(([operator, fields]) => (operator.startsWith("$") && isDoc(fields) ? [...fields.keys()] : [])) : [];
  return { schema: "", table, kind, columns: sets };
}
