import { UsageError } from "../../core/errors.ts";
import type { CommandHandler } from "../context.ts";
import { analyseQuery } from "./query/analyseQuery.ts";

/** `analyze-performance query|hotpaths|interactive`. */
export const analyzePerformance: CommandHandler = async (context, input) => {
  switch (input.args["type"]) {
    case "query":
      return analyseQuery(context, input);
    case "hotpaths":
      return (await import("./hotPaths.ts")).hotPaths(context, input);
    case "interactive":
      return (await import("./interactive.ts")).interactive(context, input);
    default:
      throw new UsageError("badArgument", `The type is query, hotpaths or interactive, not "${input.args["type"] ?? ""}".`);
  }
};
