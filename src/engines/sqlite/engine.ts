import type { Engine } from "../engine.ts";
import { analyse } from "./analyse.ts";
import { changes } from "./changes.ts";
import { newIndex } from "./newIndex.ts";
import { orderRules } from "./orderRules.ts";
import { plans } from "./plans.ts";
import { queryTokens } from "./queryTokens.ts";
import { quoteName, quoteObject, quoteText } from "./quote.ts";
import { leavesTraces, reachesBeyond } from "./reach.ts";
import { renderCatalog } from "./render.ts";
import { split } from "./split.ts";

/** Loads SQLite's language half; the driver lives in a child process that `connect` starts. */
export function loadSqlite(): Promise<Engine> {
  return Promise.resolve(engine);
}

const engine: Engine = {
  id: "sqlite",
  dialect: "sqlite",
  orderRules,
  scriptEnding: ".sql",
  refusedBy: () => [],
  reachesBeyond,
  leavesTraces,
  split,
  analyse,
  analyseAll: (scripts) => scripts.map(analyse),
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
