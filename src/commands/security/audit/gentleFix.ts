import type { AuditFinding } from "../../../core/audit/auditFinding.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { AuditAdapter } from "../../../engines/audit.ts";

/** A fix of a large table as it is offered: what the proof executed, in a form that holds up nobody. */
export interface GentleFix {
  readonly statements: readonly string[];
  readonly undo: readonly string[];
}

/** Gives it for fixes of tables with more rows than `largeTableRows`, where the engine has such a form for all that the fix and its way back do. */
export function gentleFixes({ gently }: Pick<AuditAdapter, "gently">, { tables }: Catalog, largeTableRows: number): (finding: AuditFinding) => GentleFix | undefined {
  const large = new Set(tables.filter((table) => table.form !== "partitioned" && (table.estimatedRows ?? 0) > largeTableRows).map(({ schema, name }) => (schema === "" ? name : `${schema}.${name}`)));
  return ({ object, fix }) => {
    if (gently === undefined || fix === undefined || !large.has(object)) return undefined;
    const [statements, undo] = [gently(fix.statements), gently(fix.undo)];
    return statements === undefined || undo === undefined ? undefined : { statements, undo };
  };
}
