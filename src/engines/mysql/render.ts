import type { Catalog } from "../../core/catalog/catalog.ts";
import { textLiteral } from "./catalog/texts.ts";
import type { Flavour } from "./flavourName.ts";
import { byName } from "./render/names.ts";
import { grantables, renderGrant } from "./render/grant.ts";
import { hasBody, isBroken, isHidden } from "./render/leftOut.ts";
import { eventPrograms, routinePrograms, triggerPrograms } from "./render/program.ts";
import type { Program } from "./render/program.ts";
import { renderSequence } from "./render/sequence.ts";
import { renderTable } from "./render/table.ts";
import { orderedViews, renderView } from "./render/view.ts";

const head = `-- Restores into an empty database: mysql --comments database < schema.sql
-- Stored programs and views keep their DEFINER. An account that does not exist on the server is accepted with a warning where the one who restores
-- may name it (MySQL: SET_ANY_DEFINER and ALLOW_NONEXISTENT_DEFINER, before 8.2 SET_USER_ID; MariaDB: SET USER); else create the account first,
-- or write CURRENT_USER for it. The grants at the end need their accounts too.`;

/**
 * A deterministic script of the whole schema: sequences, tables with their foreign keys (checks are off meanwhile, so circles stand), routines,
 * views in the order of their dependencies, triggers in their order, events, grants. Each program is created under its own sql_mode.
 */
export function renderCatalog(catalog: Catalog, flavour: Flavour): string {
  const collation = catalog.others.find((item) => item.kind === "database")?.facts["collation"];
  const grants = grantables(catalog).flatMap(({ target, grants: list }) => list.map((grant) => renderGrant(target, grant)));
  const blocks = [
    head,
    "SET @data_engineer_foreign_key_checks = @@SESSION.foreign_key_checks;\nSET @data_engineer_sql_mode = @@SESSION.sql_mode;\nSET @data_engineer_time_zone = @@SESSION.time_zone;\nSET NAMES utf8mb4;\nSET SESSION foreign_key_checks = 0;\nSET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';",
    ...(collation === undefined ? [] : [`ALTER DATABASE DEFAULT COLLATE ${collation};`]),
    ...[...byName(catalog.sequences).map(renderSequence), ...byName(catalog.tables).map((table) => renderTable(table, flavour, { foreignKeys: true }))].map(ended),
    ...programs(routinePrograms(catalog)),
    ...orderedViews(catalog.views).map((view) => (isHidden(view) ? commented(`the definition of view ${view.name} may not be read`) : isBroken(view) ? commented("it reads what does not exist", renderView(view)) : ended(renderView(view)))),
    ...programs([...triggerPrograms(catalog), ...eventPrograms(catalog)]),
    "SET SESSION time_zone = @data_engineer_time_zone;\nSET SESSION sql_mode = @data_engineer_sql_mode;\nSET SESSION foreign_key_checks = @data_engineer_foreign_key_checks;",
    ...(grants.length === 0 ? [] : [grants.map(ended).join("\n")]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** Creating it would end the script. */
function commented(why: string, sql?: string): string {
  return [`-- Not created, since ${why}${sql === undefined ? "." : ":"}`, ...(sql === undefined ? [] : ended(sql).split("\n").map((line) => `-- ${line}`))].join("\n");
}

function ended(sql: string): string {
  return `${sql};`;
}

/** Programs between DELIMITER lines, each group under its sql_mode. */
function programs(all: readonly Program[]): string[] {
  const items = all.filter(hasBody);
  const hidden = all.filter((program) => !hasBody(program)).map(({ object }) => commented(`the body of ${object} may not be read`));
  if (items.length === 0) return hidden;
  const delimiter = delimiterFor(items);
  let mode = "";
  let zone = "";
  const blocks = items.map((item) => {
    const settings: string[] = [];
    if (item.sqlMode !== mode) settings.push(`SET SESSION sql_mode = ${textLiteral(item.sqlMode)}${delimiter}\n`);
    if (item.timeZone !== undefined && item.timeZone !== zone) settings.push(`SET SESSION time_zone = ${textLiteral(item.timeZone)}${delimiter}\n`);
    mode = item.sqlMode;
    zone = item.timeZone ?? zone;
    return `${settings.join("")}${item.sql}\n${delimiter}`;
  });
  const back = `SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION'${delimiter}`;
  return [...hidden, `DELIMITER ${delimiter}`, `SET SESSION sql_mode = ''${delimiter}`, ...blocks, back, "DELIMITER ;"];
}

/** One that no program has in it. */
function delimiterFor(items: readonly Program[]): string {
  const candidates = [";;", "$$", "//", "|||"];
  const free = (mark: string): boolean => !items.some((item) => item.sql.includes(mark));
  for (let size = 3; ; size += 1) {
    const found = candidates.find(free);
    if (found !== undefined) return found;
    candidates.push("$".repeat(size), ";".repeat(size));
  }
}
