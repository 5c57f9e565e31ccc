import type { ScriptProblem } from "../../core/script/facts.ts";
import type { Script } from "../../core/script/script.ts";
import type { Flavour } from "./flavourName.ts";
import { cut } from "./split.ts";

/** Commands of the mysql client that would do something, as problems: they are not run here. */
export function clientProblems(script: Script, flavour: Flavour, version?: number): ScriptProblem[] {
  if (!mayHold.test(script.text)) return [];
  return cut(script.text, flavour, version).commands.flatMap((command) =>
    command.harmless ? [] : [{ reason: "syntax" as const, message: `${command.name} is a command of the mysql client, which is not run here`, offset: command.start }],
  );
}

/** Cutting a text twice is only worth it where one of the words stands at the start of a line, or after a backslash. */
const mayHold = /^[ \t]*(?:\\[!.urqeRx]|(?:source|system|use|quit|exit|connect|edit|resetconnection|query_attributes)\b)/im;
