import type { AuditFinding } from "../auditFinding.ts";
import type { CatalogRule } from "../catalogRule.ts";
import { bySchema, places } from "./bySchema.ts";
import { ownTables } from "./ownTables.ts";

const id = "schema/names-need-quotes";

export const awkwardNames: CatalogRule = {
  id,
  title: "Names that need quotes",
  why: "Whoever forgets the quotes gets an error or another object: a name in capitals, with a blank or equal to a word of SQL. Told once for a schema.",
  scope: "schema",
  find: ({ catalog }) => bySchema(ownTables(catalog)).flatMap(({ schema, tables }): AuditFinding[] => {
    const needsQuotes = (name: string): boolean => reserved.has(name.toLowerCase()) || !/^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name) || (catalog.rules?.lowersUnquoted === true && /[A-Z]/.test(name));
    const named = tables.flatMap((table) => [...(needsQuotes(table.name) ? [table.name] : []), ...table.columns.filter(({ name }) => needsQuotes(name)).map(({ name }) => `${table.name}.${name}`)]);
    if (named.length === 0) return [];
    return [{ rule: id, object: schema, severity: "info", message: `${named.length === 1 ? "One name needs" : `${named.length} names need`} quotes wherever ${named.length === 1 ? "it is" : "they are"} written: ${places(named)}.` }];
  }),
};

/** Words that PostgreSQL, MySQL, MariaDB and SQLite all reserve. */
const reserved: ReadonlySet<string> = new Set(
  "add all alter and as asc between both case check collate column constraint create cross current_date current_time current_timestamp default delete desc distinct drop else exists for foreign from grant group having in index inner insert into is join left like limit natural not null on or order outer primary references right select set table then to trigger union unique update using values when where with".split(" ").filter((word) => !["index", "column", "add", "trigger", "values"].includes(word)),
);
