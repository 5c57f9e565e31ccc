import type { AuditFinding } from "../auditFinding.ts";
import type { CatalogRule } from "../catalogRule.ts";
import { counted } from "../../counted.ts";
import { bySchema } from "./bySchema.ts";
import { ownTables } from "./ownTables.ts";

const id = "schema/undocumented";

export const undocumented: CatalogRule = {
  id,
  title: "Tables and columns without comments",
  why: "What a column means then stands in somebody's memory. Told once for a schema.",
  scope: "schema",
  find: ({ catalog }) => (catalog.rules?.comments !== true ? [] : bySchema(ownTables(catalog)).flatMap(({ schema, tables }): AuditFinding[] => {
    const columns = tables.flatMap((table) => table.columns);
    const bare = tables.filter(({ comment }) => comment === undefined);
    const bareColumns = columns.filter(({ comment }) => comment === undefined);
    if (tables.length < 3 || bare.length * 2 <= tables.length) return [];
    return [{ rule: id, object: schema, severity: "info", message: `${counted(bare.length, "table")} of ${tables.length} and ${counted(bareColumns.length, "column")} of ${columns.length} have no comment.` }];
  })),
};
