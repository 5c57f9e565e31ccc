import type { Catalog, OtherObject, ViewObject } from "../../../core/catalog/catalog.ts";
import { describeDifference, diffCatalogs } from "../../../core/catalog/diff.ts";
import { StatementError } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import { textLiteral } from "../catalog/texts.ts";
import type { Flavour } from "../flavourName.ts";
import { grantables, renderGrant } from "../render/grant.ts";
import { byName } from "../render/names.ts";
import type { Program } from "../render/program.ts";
import { eventPrograms, routinePrograms, triggerPrograms } from "../render/program.ts";
import { renderSequence } from "../render/sequence.ts";
import { renderTable } from "../render/table.ts";
import type { Halted } from "./halted.ts";
import { stub } from "./halted.ts";
import { brokenViews } from "./brokenViews.ts";
import { orderedViews, renderView } from "../render/view.ts";

interface Made {
  readonly sql: string;
  readonly object: string;
  readonly sqlMode?: string;
  readonly timeZone?: string;
}

/** Settings under which what another database has can be made and copied as it is: zeros in AUTO_INCREMENT columns, dates that are none. */
const copying = "NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES,NO_ENGINE_SUBSTITUTION";

/**
 * Builds a schema in the database that `filler` is in: tables, then what `fill` brings, then what would fire or check on it.
 * Events are made so that they never run; what is granted must be revoked before the database goes, else the server keeps it.
 * What is `halted` is made so that it changes nothing, or left out. The answer names what is not as in `catalog`.
 */
export async function buildStructure(filler: Session, catalog: Catalog, halted: Halted, flavour: Flavour, signal: AbortSignal, fill: () => Promise<string[]>): Promise<string[]> {
  const missing: string[] = [];
  const make = async (items: readonly Made[]): Promise<void> => {
    for (const item of items) await makeOne(filler, item, signal, missing);
  };
  await filler.run("SET SESSION foreign_key_checks = 0");
  await filler.run(`SET SESSION sql_mode = '${copying}'`);
  for (const { view, standIns, removal } of brokenViews(catalog.views, flavour)) {
    for (const sql of standIns) await filler.run(sql, { signal });
    await make([{ sql: renderView(view), object: `view ${view.name}` }]);
    for (const sql of removal) await filler.run(sql, { signal });
  }
  await make([
    ...byName(catalog.sequences).map((one) => ({ sql: renderSequence(one), object: `sequence ${one.name}` })),
    ...byName(catalog.tables).map((one) => ({ sql: renderTable(one, flavour, { foreignKeys: true }), object: `table ${one.name}` })),
  ]);
  missing.push(...(await fill()));
  const views = orderedViews(catalog.views.filter((view) => view.columns.length > 0)).map((one) => ({ sql: renderView(halted.views.has(one.name) ? unwritable(one) : one), object: `view ${one.name}` }));
  const programs = [...routinePrograms(catalog), ...triggerPrograms(catalog), ...eventPrograms({ ...catalog, others: catalog.others.map(asleep) })].flatMap((one): Program[] => {
    if (!halted.programs.has(one.object)) return [one];
    const sql = stub(one, flavour);
    return sql === undefined ? [] : [{ ...one, sql }];
  });
  const isRoutine = ({ object }: Made): boolean => !/^(?:trigger|event) /.test(object);
  await make([...programs.filter(isRoutine), ...views, ...programs.filter((one) => !isRoutine(one))]);
  await make(grantables(catalog).flatMap(({ target, object, grants }) => grants.map((grant) => ({ sql: renderGrant(target, grant), object: `grants of ${object}` }))));
  const apart = new Set([...[...halted.views].map((name) => `view ${name}`), ...halted.programs]);
  const differences = diffCatalogs(await filler.catalog(signal), catalog).filter(({ key }) => !apart.has(key)).map(describeDifference);
  return [...(apart.size === 0 ? [] : [`not run here, as they reach other databases: ${[...apart].sort().join(", ")}`]), ...missing, ...differences];
}

/** Writing through it would change the table of another database. */
function unwritable(view: ViewObject): ViewObject {
  const { checkOption: _check, ...options } = view.options;
  return { ...view, options: { ...options, algorithm: "TEMPTABLE" } };
}

/** Enabled for a replica's origin only: no server runs it. */
function asleep(item: OtherObject): OtherObject {
  return item.kind === "event" && item.definition !== undefined ? { ...item, definition: item.definition.replace(/\n {2}ENABLE\n/, "\n  DISABLE ON SLAVE\n") } : item;
}

/** One object; a definer that the account may not name is replaced by the account itself, and that is told. */
async function makeOne(filler: Session, item: Made, signal: AbortSignal, missing: string[]): Promise<void> {
  const run = async (sql: string): Promise<void> => {
    if (item.timeZone !== undefined) await filler.run(`SET SESSION time_zone = ${textLiteral(item.timeZone)}`);
    if (item.sqlMode !== undefined) await filler.run(`SET SESSION sql_mode = ${textLiteral(item.sqlMode)}`);
    try {
      await filler.run(sql, { signal, statementTimeoutMs: 0 });
    } finally {
      if (item.sqlMode !== undefined) await filler.run(`SET SESSION sql_mode = '${copying}'`);
    }
  };
  try {
    await run(item.sql);
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    const mine = item.sql.replace(/ DEFINER=`(?:[^`]|``)*`(?:@`(?:[^`]|``)*`)? /, " ");
    const again = error.reason === "permission" && mine !== item.sql ? await run(mine).then(() => null, (second: unknown) => second) : error;
    if (again === null) missing.push(`${item.object}: made with the connected account as its definer`);
    else missing.push(`${item.object}: ${error.message}`);
  }
}
