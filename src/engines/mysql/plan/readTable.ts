import type { Json } from "../../../core/json.ts";
import type { PlanNode } from "../../../core/plan/plan.ts";
import { readBlocks } from "./readBlocks.ts";
import type { JsonObject } from "./values.ts";

type Row = Readonly<Record<string, string | null>>;

/** The traditional table, planned (EXPLAIN) or executed (MariaDB's ANALYZE): its rows are put into blocks and read as such. */
export function readTable(rows: readonly Row[]): { readonly root: PlanNode; readonly executed: boolean } | undefined {
  const known = rows.map(lowered).filter((row) => "select_type" in row);
  if (known.length === 0) return undefined;
  const first = known.find((row) => row["select_type"] !== "UNION RESULT") ?? known[0]!;
  const block = new Blocks(known).top(first["id"] ?? null);
  return readBlocks({ query_block: block }, JSON.stringify(block));
}

function lowered(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
}

class Blocks {
  private readonly rows: readonly Row[];
  private readonly used = new Set<string>();

  constructor(rows: readonly Row[]) {
    this.rows = rows;
  }

  top(id: string | null): JsonObject {
    const union = this.rows.find((row) => row["select_type"] === "UNION RESULT" && unionIds(row["table"]).includes(id ?? ""));
    const block = union === undefined ? this.block(id) : this.union(union);
    const rest = this.subqueries();
    return rest.length === 0 ? block : { ...block, subqueries: rest };
  }

  /** What nobody named: subqueries of conditions and of the select list. */
  private subqueries(): Json[] {
    const found: Json[] = [];
    for (const row of this.rows) {
      const id = row["id"];
      if (id === null || id === undefined || this.used.has(id) || row["select_type"] === "UNION RESULT") continue;
      found.push({ ...(/DEPENDENT|UNCACHEABLE/.test(row["select_type"] ?? "") ? { dependent: true } : {}), query_block: this.block(id) });
    }
    return found;
  }

  private union(row: Row): JsonObject {
    return { union_result: { table_name: row["table"] ?? "", query_specifications: unionIds(row["table"]).map((id) => ({ query_block: this.block(id) })) } };
  }

  private block(id: string | null): JsonObject {
    if (id !== null) this.used.add(id);
    const own = this.rows.filter((row) => row["id"] === id && row["select_type"] !== "UNION RESULT" && row["select_type"] !== "MATERIALIZED");
    const rows = own.length > 0 ? own : this.rows.filter((row) => row["id"] === id);
    const [first] = rows;
    const extras = rows.map((row) => extrasOf(row));
    const loops = loopsOf(rows, extras);
    const parts = rows.map((row, at) => this.part(row, extras[at] ?? [], loops[at]));
    const number = { ...(id === null ? {} : { select_id: Number(id) }) };
    if (first !== undefined && first["table"] === null) return { ...number, message: extras[0]?.join("; ") ?? "No table" };
    const has = (extra: string): boolean => extras.some((list) => list.includes(extra));
    const sorted = has("Using filesort");
    const loop: JsonObject = { nested_loop: sorted && !has("Using temporary") ? parts.map((part, at) => (extras[at]?.includes("Using filesort") === true ? { read_sorted_file: { filesort: part } } : part)) : parts };
    if (!has("Using temporary")) return { ...number, ...loop };
    return { ...number, ...(sorted ? { filesort: { temporary_table: loop } } : { temporary_table: loop }) };
  }

  private part(row: Row, extras: readonly string[], loops: number | undefined): JsonObject {
    const table: JsonObject = { ...tableOf(row, extras), ...(loops === undefined ? {} : { r_loops: loops }), ...this.materialised(row["table"] ?? "") };
    const buffer = extras.map((one) => /^Using join buffer \((.+)\)$/.exec(one)?.[1]).find((one) => one !== undefined);
    return { table: buffer === undefined ? table : { ...table, using_join_buffer: buffer } };
  }

  private materialised(name: string): JsonObject {
    const id = /^<(?:derived|subquery)(\d+)>$/.exec(name)?.[1];
    if (id === undefined || this.used.has(id)) return {};
    this.used.add(id);
    const union = this.rows.find((row) => row["select_type"] === "UNION RESULT" && unionIds(row["table"])[0] === id);
    return { materialized: { query_block: union === undefined ? this.block(id) : this.union(union) } };
  }
}

/** The table tells averages of one loop: a table was read once for each row that those before it kept, and once where a buffer holds them. */
function loopsOf(rows: readonly Row[], extras: readonly (readonly string[])[]): readonly (number | undefined)[] {
  let loops = 1;
  return rows.map((row, at) => {
    if (!("r_rows" in row)) return undefined;
    if (row["r_rows"] === null) return 0;
    const here = extras[at]?.some((one) => one.startsWith("Using join buffer")) === true ? 1 : Math.round(loops);
    loops = (here * Number(row["r_rows"]) * Number(row["r_filtered"] ?? 100)) / 100;
    return here;
  });
}

function unionIds(table: string | null | undefined): readonly string[] {
  return /^<(?:union|except|intersect|unit)([\d,]+)>$/.exec(table ?? "")?.[1]?.split(",") ?? [];
}

function extrasOf(row: Row): readonly string[] {
  return (row["extra"] ?? "").split(";").map((one) => one.trim()).filter((one) => one !== "");
}

function listOf(value: string | null | undefined): readonly string[] {
  return value === null || value === undefined ? [] : value.split(",").map((one) => one.trim());
}

const numbers = ["rows", "r_rows", "filtered", "r_filtered"];

function tableOf(row: Row, extras: readonly string[]): JsonObject {
  const merge = extras.map((one) => /^Using (intersect|union|sort_union|sort_intersect)\((.+)\)$/.exec(one)).find((one) => one !== null);
  const verb = ["INSERT", "UPDATE", "DELETE", "REPLACE"].find((one) => row["select_type"] === one);
  const [possible, references] = [listOf(row["possible_keys"]), listOf(row["ref"])];
  return {
    ...(row["table"] === null || row["table"] === undefined ? {} : { table_name: row["table"] }),
    ...(row["type"] === null || row["type"] === undefined ? {} : { access_type: row["type"] }),
    ...(row["key"] === null || row["key"] === undefined ? {} : { key: merge === null || merge === undefined ? row["key"] : `${merge[1] ?? ""}(${merge[2] ?? ""})` }),
    ...(row["key_len"] === null || row["key_len"] === undefined ? {} : { key_length: row["key_len"] }),
    ...(row["partitions"] === null || row["partitions"] === undefined ? {} : { partitions: listOf(row["partitions"]) }),
    ...(possible.length === 0 ? {} : { possible_keys: possible }),
    ...(references.length === 0 ? {} : { ref: references }),
    ...Object.fromEntries(numbers.flatMap((name) => (row[name] === null || row[name] === undefined ? [] : [[name, Number(row[name])]]))),
    ...(extras.includes("Using where") ? { using_where: true } : {}),
    ...(extras.includes("Using index") ? { using_index: true } : {}),
    ...(extras.some((one) => one.startsWith("Range checked for each record")) ? { range_checked_for_each_record: true } : {}),
    ...(verb === undefined ? {} : { [verb.toLowerCase()]: true }),
    ...(extras.length === 0 ? {} : { extra: extras }),
  };
}
