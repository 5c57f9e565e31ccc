import type { TableObject } from "../../catalog/catalog.ts";
import { onDelete } from "../../catalog/lookup.ts";
import { qualified } from "../../catalog/objects.ts";
import type { AuditFinding } from "../auditFinding.ts";
import type { CatalogRule } from "../catalogRule.ts";
import { tableFix } from "../fixCandidate.ts";
import { foreignKeysOf, isIndexed } from "./keyColumns.ts";
import { ownRelations } from "./ownTables.ts";

const id = "schema/foreign-key-without-index";

export const foreignKeyWithoutIndex: CatalogRule = {
  id,
  title: "Foreign key without a usable index",
  why: "Every delete of a parent, every change of its key and most joins read the whole table. It does not matter while the table is small and parents stay: then it is told as information.",
  scope: "schema",
  find: (room) => {
    const told = new Set<string>();
    return ownRelations(room.catalog).flatMap((table) => foreignKeysOf(table).flatMap(({ name, columns, references, definition, unnamed }): AuditFinding[] => {
      const place = JSON.stringify([qualified(table), [...columns].sort()]);
      if (columns.length === 0 || told.has(place) || isIndexed(room.catalog, table, columns)) return [];
      told.add(place);
      const acts = onDelete({ name, columns, definition, form: "foreignKey", validated: true }) !== "refuse";
      const isLarge = (table.estimatedRows ?? 0) >= (acts ? 1000 : 10_000);
      const object = qualified(table);
      const target = references === undefined ? "its parent" : qualified({ schema: references.schema, name: references.table });
      const why = acts ? `a delete in ${target} acts on the rows here and reads the whole table to find them` : `a delete in ${target} reads the whole table to see that no row refers to it`;
      return [{ rule: id, object, part: name, severity: isLarge ? "warning" : "info", message: `The foreign key ${unnamed === true ? "" : `${name} `}(${columns.join(", ")}) of ${object} has no index that starts with its columns: ${why}.${almost(table, columns)}`, fix: tableFix(room, `Add an index on ${columns.join(", ")}`, table, () => ({ ...table, indexes: [...table.indexes, room.newIndex(table, columns)] })) }];
    }));
  },
};

/** What looks like an index for it, and is none. */
function almost(table: TableObject, columns: readonly string[]): string {
  const near = table.indexes.find((index) => columns.every((column) => index.columns.some((part) => part.includes(column))));
  if (near === undefined) return "";
  if (!near.valid) return ` The index ${near.name} is invalid.`;
  if (near.predicate !== undefined) return ` The index ${near.name} holds only some rows.`;
  return ` The index ${near.name} holds them, and does not start with them.`;
}
