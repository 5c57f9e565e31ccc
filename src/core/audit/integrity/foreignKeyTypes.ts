import { findTable, sameColumn } from "../../catalog/lookup.ts";
import { qualified } from "../../catalog/objects.ts";
import type { AuditFinding } from "../auditFinding.ts";
import type { CatalogRule } from "../catalogRule.ts";
import { foreignKeysOf } from "./keyColumns.ts";
import { ownTables } from "./ownTables.ts";
import { sameFamily, typeFamily } from "./typeFamily.ts";
import type { TypeFamily } from "./typeFamily.ts";

const id = "schema/foreign-key-types-differ";

export const foreignKeyTypes: CatalogRule = {
  id,
  title: "Types that differ across a foreign key",
  why: "A narrower type runs full before the key that it refers to does, and values of another kind are converted in every join, which may keep an index from being used. Lengths of text do not matter.",
  scope: "schema",
  find: ({ catalog }) => ownTables(catalog).flatMap((table) => foreignKeysOf(table).flatMap(({ name, columns, references }) => {
    const target = references === undefined ? undefined : findTable(catalog, { schema: references.schema, name: references.table });
    if (references === undefined || target === undefined) return [];
    return columns.flatMap((column, at): AuditFinding[] => {
      const from = table.columns.find((one) => sameColumn(catalog, one.name, column));
      const to = target.columns.find((one) => sameColumn(catalog, one.name, references.columns[at] ?? ""));
      if (from === undefined || to === undefined || from.type === "" || to.type === "") return [];
      const found = judge(typeFamily(catalog, from.type), typeFamily(catalog, to.type));
      const object = qualified(table);
      return found === null ? [] : [{ rule: id, object, part: `${name} ${from.name}`, severity: found.severity, message: `${object}.${from.name} is ${from.type}, and ${qualified(target)}.${to.name}, to which it refers, is ${to.type}: ${found.why}.` }];
    });
  })),
};

function judge(from: TypeFamily, to: TypeFamily): { readonly severity: "warning" | "info"; readonly why: string } | null {
  if (!sameFamily(from, to)) return { severity: "warning", why: "their values are compared after a conversion, and some may never be equal" };
  if (from.family !== "integer" || from.bytes === undefined || to.bytes === undefined) return null;
  if (from.bytes < to.bytes) return { severity: "warning", why: "ids that the parent can have do not fit here" };
  return from.bytes > to.bytes ? { severity: "info", why: "the parent runs out of ids first" } : null;
}
