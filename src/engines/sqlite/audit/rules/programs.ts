import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import type { SqliteRule } from "../rule.ts";

/** Modules that SQLite or its shell ships. */
const shipped = /^(?:fts[1345]\w*|rtree\w*|geopoly|dbstat|bytecode|sqlite_\w+|csv|generate_series|json_\w+|pragma_\w+|unionvtab|swarmvtab|closure|spellfix1|zipfile|completion|carray|vec0|sqlite_stmt)$/i;

export const unknownModule: SqliteRule = {
  id: "schema/unknown-module",
  title: "Virtual table of a module that SQLite does not ship",
  why: "It can be read only where the application's own module is loaded: not by tools, not by a restore. With trusted_schema on, a file from elsewhere may call such a module.",
  scope: "full",
  find: ({ catalog }) => catalog.tables.filter(({ form, options }) => form === "virtual" && !shipped.test(options["module"] ?? "")).map(({ name, options }): AuditFinding => ({
    rule: "schema/unknown-module", object: name, severity: "info", message: `${name} is a virtual table of the module ${options["module"] ?? ""}, which only the application brings.`,
  })),
};

/** Functions that reach out of the database; shells and applications bring them. Source: https://sqlite.org/security.html. */
const reaching = /\b(load_extension|readfile|writefile|edit|fts3_tokenizer|shell|system|exec|http_(?:get|post)\w*)\s*\(/i;

export const reachingFunction: SqliteRule = {
  id: "schema/reaching-function",
  title: "Schema that calls a function which reaches outside",
  why: "A trigger, a view, a default or an index runs with the rights of whoever opens the file. load_extension and writefile in it turn an innocent SELECT into code; trusted_schema=off and SQLITE_DBCONFIG_DEFENSIVE hold that back.",
  scope: "full",
  find: ({ catalog }) => {
    const texts = [
      ...catalog.tables.flatMap((table) => [
        ...table.triggers.map(({ name, definition }) => ({ object: table.name, part: name, text: definition })),
        ...table.columns.map(({ name, default: fallback = "", generated }) => ({ object: table.name, part: name, text: `${fallback} ${generated?.expression ?? ""}` })),
        ...table.constraints.map(({ name, definition }) => ({ object: table.name, part: name, text: definition })),
        ...table.indexes.map(({ name, definition }) => ({ object: table.name, part: name, text: definition })),
      ]),
      ...catalog.views.flatMap((view) => [{ object: view.name, part: "query", text: view.query }, ...view.triggers.map(({ name, definition }) => ({ object: view.name, part: name, text: definition }))]),
    ];
    return texts.flatMap(({ object, part, text }): AuditFinding[] => {
      const called = reaching.exec(text.replace(/'(?:[^']|'')*'/g, "''"))?.[1];
      return called === undefined ? [] : [{ rule: "schema/reaching-function", object, part, severity: "warning", message: `${part} of ${object} calls ${called}(), which reaches outside of the database, with the rights of whoever opens the file.` }];
    });
  },
};
