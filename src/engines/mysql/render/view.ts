import type { ViewObject } from "../../../core/catalog/catalog.ts";
import { quoteName } from "../quote.ts";
import { byName } from "./names.ts";

/** CREATE VIEW with the names of its columns, which some queries do not give by themselves. */
export function renderView(view: ViewObject): string {
  const { algorithm, definer, security, checkOption, duality } = view.options;
  const columns = view.columns.length === 0 || duality !== undefined ? "" : ` (${view.columns.map((column) => quoteName(column.name)).join(", ")})`;
  return `CREATE ALGORITHM=${algorithm ?? "UNDEFINED"} DEFINER=${definer ?? "CURRENT_USER"} SQL SECURITY ${security ?? "DEFINER"} ${duality === undefined ? "" : "JSON RELATIONAL DUALITY "}VIEW ${quoteName(view.name)}${columns} AS ${view.query}${checkOption === undefined ? "" : ` WITH ${checkOption} CHECK OPTION`}`;
}

/** Views after those that they read. */
export function orderedViews(views: readonly ViewObject[]): ViewObject[] {
  const rest = new Map(byName(views).map((view) => [view.name, view]));
  const ordered: ViewObject[] = [];
  const visit = (view: ViewObject): void => {
    if (!rest.delete(view.name)) return;
    for (const { name } of view.dependsOn) {
      const needed = rest.get(name);
      if (needed !== undefined) visit(needed);
    }
    ordered.push(view);
  };
  for (const view of byName(views)) visit(view);
  return ordered;
}
