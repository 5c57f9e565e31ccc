import type { Engine } from "../engine.ts";
import { analyse, analyseAll } from "./analyse.ts";
import { changes } from "./changes.ts";
import { clientCommands } from "./clientCommands.ts";
import { loadParser } from "./parser.ts";
import { newIndex } from "./newIndex.ts";
import { orderRules } from "./orderRules.ts";
import { plans } from "./plans.ts";
import { queryTokens } from "./queryTokens.ts";
import { quoteName, quoteObject, quoteText } from "./quote.ts";
import { leavesTraces, reachesBeyond } from "./reach.ts";
import { renderCatalog } from "./render.ts";
import { split } from "./split.ts";

/** Loads the postgresql engine: its parser's WASM once; the driver only when `connect` is called. */
export async function loadPostgresql(): Promise<Engine> {
  const parser = await loadParser();
  const engine: Engine = {
    id: "postgresql",
    dialect: "postgresql",
    orderRules,
    scriptEnding: ".sql",
    refusedBy: () => [],
    reachesBeyond,
    leavesTraces,
    split,
    clientCommands,
    analyse: (script) => analyse(parser, script),
    analyseAll: (scripts) => analyseAll(parser, scripts),
    quoteName,
    quoteObject,
    quoteText,
    queryTokens,
    renderCatalog,
    changes,
    newIndex,
    plans,
    connect: async (options) => (await import("./connect.ts")).connect(engine, options),
  };
  return engine;
}
