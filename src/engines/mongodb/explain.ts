import { presentable } from "./bson/write.ts";
import type { Doc, Value } from "./bson/value.ts";
import type { Command } from "./command.ts";

/** The command that asks for a command's plan: alone, or with what its run was like. The server writes nothing for either. */
export function explainOf(command: Command, analyse: boolean): Command {
  if (command.name === "explain") return command;
  const document = new Map<string, Value>([["explain", command.document], ["verbosity", analyse ? "executionStats" : "queryPlanner"]]);
  return { ...command, name: "explain", document, target: undefined };
}

/** What explain answered, as JSON, without the server's name and the bookkeeping. */
export function planText(reply: Doc): string {
  const kept = new Map([...reply].filter(([name]) => !["ok", "$clusterTime", "operationTime", "serverInfo", "serverParameters"].includes(name)));
  return JSON.stringify(presentable(kept), null, 2);
}
