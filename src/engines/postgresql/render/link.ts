import type { TableObject } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { objectName } from "./identifier.ts";
import type { Part } from "./part.ts";

/** Every table by its "schema.name". */
export type Tables = ReadonlyMap<string, TableObject>;

/** What ties a table to its parents: a partition's attachment, or inheritance. */
export function linkParts(table: TableObject): Part[] {
  const key = `table ${qualified(table)}`;
  const own = objectName(table);
  const base = { object: key, family: "link", text: "", within: [key], survivesRetype: true } as const;
  const partition = table.partitionOf;
  if (partition !== undefined) {
    const parent = { schema: partition.schema, name: partition.table };
    return [
      {
        ...base,
        key: linkKey(table, qualified(parent)),
        needs: [key, `table ${qualified(parent)}`],
        state: partition.bound,
        create: [`ALTER TABLE ONLY ${objectName(parent)} ATTACH PARTITION ${own} ${partition.bound}`],
        drop: [`ALTER TABLE ${objectName(parent)} DETACH PARTITION ${own}`],
      },
    ];
  }
  return table.inherits.map((item) => {
    const parent = { schema: item.schema, name: item.table };
    return {
      ...base,
      key: linkKey(table, qualified(parent)),
      needs: [key, `table ${qualified(parent)}`],
      inline: key,
      state: "",
      create: [`ALTER TABLE ${own} INHERIT ${objectName(parent)}`],
      drop: [`ALTER TABLE ${own} NO INHERIT ${objectName(parent)}`],
    };
  });
}

export function linkKey(table: TableObject, parent: string): string {
  return `table ${qualified(table)}#link ${parent}`;
}

/** The tables that a table is a partition or a child of. */
export function parentsOf(table: TableObject): TableObject["inherits"] {
  return [...(table.partitionOf === undefined ? [] : [table.partitionOf]), ...table.inherits];
}

/** The first parent (partitioned or inherited) in which something is found. */
export function parentOf<Found>(table: TableObject, tables: Tables, find: (parent: TableObject) => Found | undefined): { table: TableObject; found: Found; link: string } | undefined {
  for (const { schema, table: name } of parentsOf(table)) {
    const parent = tables.get(`${schema}.${name}`);
    const found = parent === undefined ? undefined : find(parent);
    if (parent !== undefined && found !== undefined) return { table: parent, found, link: linkKey(table, `${schema}.${name}`) };
  }
  return undefined;
}
