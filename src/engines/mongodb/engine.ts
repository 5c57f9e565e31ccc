import type { Engine } from "../engine.ts";
import { analyse } from "./analyse.ts";
import { changes } from "./changes.ts";
import { refusedBy } from "./flavour.ts";
import { newIndex } from "./newIndex.ts";
import { orderRules } from "./orderRules.ts";
import { plans } from "./plans.ts";
import { queryTokens } from "./queryTokens.ts";
import { quoteName, quoteObject, quoteText } from "./quote.ts";
import { leavesTraces, reachesBeyond } from "./reach.ts";
import { renderCatalog } from "./render.ts";
import { split } from "./split.ts";

/** Loads MongoDB's language half; its driver is loaded by `connect`. */
export function loadMongodb(): Promise<Engine> {
  return Promise.resolve(engine);
}

const engine: Engine = {
  id: "mongodb",
  dialect: "mongodb",
  orderRules,
  structureCommits: true,
  scriptEnding: ".json",
  refusedBy,
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
