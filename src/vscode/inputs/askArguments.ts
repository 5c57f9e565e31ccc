import type { CommandArgument, CommandEntry } from "../../agent/commands.ts";
import { askStep } from "../connections/askStep.ts";
import type { Services } from "../services.ts";
import { questionFor, valueOf } from "./questions.ts";

/** Asks for the required arguments that are missing, one step each, with a way back; flags may stand for those that are needed with some first word only. Undefined when it was given up. */
export async function askArguments(services: Services, entry: CommandEntry, words: readonly string[], cwd: string, flags: Readonly<Record<string, string | true>> = {}): Promise<readonly string[] | undefined> {
  const answers: string[] = [];
  const open = (): readonly CommandArgument[] => entry.args.slice(words.length).filter(({ required, requiredAfter }) => required || (requiredAfter !== undefined && Object.keys(flags).length === 0 && [...words, ...answers].includes(requiredAfter)));
  for (let missing = open(); answers.length < missing.length; missing = open()) {
    const argument = missing[answers.length]!;
    const question = await questionFor(services, argument, cwd);
    const answer = await askStep(question, { title: entry.title, step: answers.length + 1, total: missing.length, mayGoBack: answers.length > 0 });
    if (answer.kind === "cancelled") return undefined;
    if (answer.kind === "back") answers.pop();
    else answers.push(await valueOf(answer.value, cwd));
    if (answers.at(-1) === "") answers.pop();
  }
  return [...words, ...answers];
}
