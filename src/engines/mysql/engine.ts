import type { Engine } from "../engine.ts";
import { analyse } from "./analyse.ts";
import { changes } from "./changes.ts";
import { clientCommands } from "./clientCommands.ts";
import { refusedBy } from "./flavour.ts";
import type { Flavour } from "./flavourName.ts";
import { newIndex } from "./newIndex.ts";
import { orderRules } from "./orderRules.ts";
import { plans } from "./plans.ts";
import { queryTokens } from "./queryTokens.ts";
import { quoteName, quoteObject, quoteText } from "./quote.ts";
import { leavesTraces, reachesBeyond } from "./reach.ts";
import { renderCatalog } from "./render.ts";
import { leftOut } from "./render/leftOut.ts";
import type { SqlMode } from "./scan/sqlMode.ts";
import { defaultMode } from "./scan/sqlMode.ts";
import { usesHalted } from "./shadow/halted.ts";
import { split } from "./split.ts";

/**
 * Loads the language half for MySQL or MariaDB; the driver only when `connect` is called. With the server's version number
 * (80013, 101100) versioned comments are read as that server reads them; without it all are taken for code. With `database`, what a script
 * writes of it means the same as bare names, and what it writes of others reaches beyond. `mode`: the sql_mode that a script
 * begins with: whether "x" is a name, and whether values that do not fit are cut. `halted`: routines and views whose use reaches beyond.
 */
export function loadMysql(dialect: Flavour, version?: number, database?: string, mode?: SqlMode, halted?: ReadonlySet<string>): Promise<Engine> {
  const engine: Engine = {
    id: "mysql",
    dialect,
    orderRules: orderRules(dialect, version),
    structureCommits: true,
    scriptEnding: ".sql",
    refusedBy: (server, script) => refusedBy(server, script, mode),
    reachesBeyond: (sql) => reachesBeyond(sql, dialect, version, database) || (halted !== undefined && usesHalted(sql, halted, { flavour: dialect, version, database, mode: mode ?? defaultMode })),
    leavesTraces,
    split: (text) => split(text, dialect, version, mode),
    analyse: (script) => analyse(script, dialect, version, database, mode),
    analyseAll: (scripts) => scripts.map((script) => analyse(script, dialect, version, database, mode)),
    clientCommands: (script) => clientCommands(script, dialect, version, mode),
    quoteName,
    quoteObject,
    quoteText,
    queryTokens: (text) => queryTokens(text, dialect),
    renderCatalog: (catalog) => renderCatalog(catalog, dialect),
    leftOut,
    changes: (from, to) => changes(from, to, dialect),
    newIndex,
    plans,
    connect: async (options) => (await import("./connect.ts")).connect(loadMysql, options),
  };
  return Promise.resolve(engine);
}
