import type { OtherObject } from "../../../core/catalog/catalog.ts";
import type { RawRow } from "../wire/batch.ts";
import type { CatalogQuery } from "./family.ts";
import { otherParts } from "./otherParts.ts";

/** Everything that has no room of its own, as (kind, name, definition, drop, facts as JSON). */
export const othersQuery: CatalogQuery = {
  name: "others",
  sql: (version) => `SELECT * FROM (${otherParts(version).join("\n  UNION ALL ")}) AS o (kind, name, definition, dropping, facts) ORDER BY kind, name`,
};

export function readOthers(rows: readonly RawRow[]): OtherObject[] {
  return rows.map(([kind, name, definition, drop, facts]) => ({
    kind: kind ?? "",
    name: name ?? "",
    ...(definition === null || definition === undefined ? {} : { definition: definition.replace(/;$/, "") }),
    ...(drop === null || drop === undefined ? {} : { drop }),
    facts: Object.fromEntries(Object.entries(JSON.parse(facts ?? "{}") as Record<string, string | null>).filter((entry): entry is [string, string] => entry[1] !== null)),
  }));
}
