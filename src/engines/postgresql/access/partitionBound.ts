import type { TableObject } from "../../../core/catalog/catalog.ts";

/** Values that lead a row into this partition: the first of a list, the lower end of a range. Empty for a table that is none, and where only the server knows (HASH, DEFAULT). */
export function boundValues(table: TableObject, parent: TableObject | undefined): ReadonlyMap<string, string | null> {
  const bound = table.partitionOf?.bound;
  if (bound === undefined || parent === undefined) return new Map();
  const columns = keyOfParent(parent);
  const listed = /^FOR VALUES IN \((.*?)(?:, .*)?\)$/.exec(bound)?.[1];
  if (listed !== undefined && columns.length === 1) return new Map([[columns[0]!, plain(listed)]]);
  const range = /^FOR VALUES FROM \((.*?)\) TO \((.*?)\)$/.exec(bound);
  const [from, to] = [range?.[1]?.split(", ") ?? [], range?.[2]?.split(", ") ?? []];
  const values = new Map<string, string | null>();
  columns.forEach((column, at) => {
    const low = from[at];
    if (low !== undefined && low !== "MINVALUE") values.set(column, plain(low));
    else if (to[at] !== undefined && /^'?-?\d+'?$/.test(to[at])) values.set(column, String(BigInt(plain(to[at]) ?? "0") - 1n));
  });
  return values;
}

function keyOfParent(parent: TableObject): readonly string[] {
  const inside = /^(?:RANGE|LIST|HASH) \((.*)\)$/i.exec(parent.partitionKey ?? "")?.[1];
  return inside?.split(", ").map((column) => column.replace(/^"|"$/g, "")) ?? [];
}

function plain(text: string): string | null {
  if (text === "NULL") return null;
  return /^'.*'$/s.test(text) ? text.slice(1, -1).replaceAll("''", "'") : text;
}
