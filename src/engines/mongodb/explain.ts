import { UnsupportedError } from "../../core/errors.ts";
import { presentable } from "./bson/write.ts";
import { docsIn, type Doc, type Value } from "./bson/value.ts";
import { type Command, explained } from "./command.ts";

/**
 * The command that asks for a command's plan: alone, or with what its run was like. The server writes nothing for either; an aggregation that ends in $out or
 * $merge is not run at all. A written explain keeps its verbosity only where the run was asked for. `timeoutMs` 0: none.
 */
export function explainOf(command: Command, analyse: boolean, timeoutMs = 0): Command {
  const written = command.name === "explain";
  const inner = written ? explained(command) : command;
  if (analyse && writesResult(inner.document)) {
    throw new UnsupportedError("engine", "An aggregation that ends in $out or $merge is not run to be analysed: it would write.", { next: "Ask for its plan alone, or leave the last stage out." });
  }
  const told = command.document.get("verbosity");
  const verbosity = analyse ? (written && typeof told === "string" && told !== "queryPlanner" ? told : "executionStats") : "queryPlanner";
  const document = new Map<string, Value>([["explain", inner.document], ["verbosity", verbosity], ...(timeoutMs > 0 ? [["maxTimeMS", timeoutMs] as const] : [])]);
  return { ...command, name: "explain", document, target: undefined };
}

function writesResult(document: Doc): boolean {
  return docsIn(document, "pipeline").some((stage) => stage.has("$out") || stage.has("$merge"));
}

/** What explain answered, as JSON, without the server's name and the bookkeeping. */
export function planText(reply: Doc): string {
  const kept = new Map([...reply].filter(([name]) => !["ok", "$clusterTime", "operationTime", "serverInfo", "serverParameters"].includes(name)));
  return JSON.stringify(presentable(kept), null, 2);
}
