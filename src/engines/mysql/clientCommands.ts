import type { ClientCommand } from "../../core/script/clientCommand.ts";
import type { ScriptProblem } from "../../core/script/facts.ts";
import type { Script } from "../../core/script/script.ts";
import type { Flavour } from "./flavourName.ts";
import type { SqlMode } from "./scan/sqlMode.ts";
import { cut } from "./split.ts";

/** The commands of the mysql or mariadb client that stand between the statements and are left out; DELIMITER is not, statements are told apart by it. */
export function clientCommands(script: Script, flavour: Flavour, version?: number, mode?: SqlMode): ClientCommand[] {
  // Cutting a text twice is only worth it where one of the words stands at the start of a line, or after a backslash.
  if (!mayHold.test(script.text)) return [];
  const client = flavour === "mysql" ? "mysql" : "mariadb";
  return cut(script.text, flavour, version, mode).commands.filter(({ name }) => name !== "delimiter").map(({ name, start, end, harmless }) => ({ client, written: script.text[start] === "\\" ? script.text.slice(start, start + 2) : name, start, end, harmless }));
}

/** Those that would do something, as problems: they are not run here. */
export function clientProblems(script: Script, flavour: Flavour, version?: number, mode?: SqlMode): ScriptProblem[] {
  return clientCommands(script, flavour, version, mode).flatMap(({ client, written, start, harmless }) =>
    harmless ? [] : [{ reason: "syntax" as const, message: `${written} is a command of the ${client} client, which is not run here`, offset: start }],
  );
}

const mayHold = /^[ \t]*(?:\\[A-Za-z!.#?-]|(?:source|system|tee|notee|pager|nopager|prompt|status|quit|exit|connect|edit|clear|warnings|nowarning|print|rehash|charset|go|ego|resetconnection|query_attributes|sandbox)\b)/im;
