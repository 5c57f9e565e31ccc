import type { CommandEntry, CommandFlag } from "../../agent/commands.ts";
import { askStep } from "../connections/askStep.ts";
import type { Services } from "../services.ts";
import { choiceOf, questionFor, valueOf } from "./questions.ts";

type Flags = Readonly<Record<string, string | true>>;

/** Asks what a command is about where only its flags say that and none of them does: which one, then its value, with a way back. Undefined when it was given up. */
export async function askFlags(services: Services, entry: CommandEntry, flags: Flags, cwd: string): Promise<Flags | undefined> {
  const { oneOf = [] } = entry;
  if (oneOf.length === 0 || oneOf.some((name) => name in flags)) return flags;
  const offered = entry.flags.filter(({ name }) => oneOf.includes(name));
  for (;;) {
    const which = await askStep({ title: "for what", prompt: entry.summary, choices: offered.map(({ name, summary }) => choiceOf(name, summary)), validate: () => null }, { title: entry.title, step: 1, total: 2, mayGoBack: false });
    const flag = which.kind === "answer" ? offered.find(({ name }) => name === which.value) : undefined;
    if (flag === undefined) return undefined;
    if (flag.value === undefined) return { ...flags, [flag.name]: true };
    const value = await askValue(services, entry, flag, cwd);
    if (value === "cancelled") return undefined;
    if (value !== "back") return { ...flags, [flag.name]: value.text };
  }
}

async function askValue(services: Services, entry: CommandEntry, { offers, ...flag }: CommandFlag, cwd: string): Promise<{ readonly text: string } | "back" | "cancelled"> {
  const question = await questionFor(services, { name: flag.name, summary: flag.summary, required: true, ...(offers === undefined ? {} : { offers }) }, cwd);
  const answer = await askStep(question, { title: entry.title, step: 2, total: 2, mayGoBack: true });
  if (answer.kind !== "answer") return answer.kind;
  const text = await valueOf(answer.value, cwd);
  return text === "" ? "back" : { text };
}
