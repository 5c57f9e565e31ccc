import type { Question } from "../commands/context.ts";
import { UnsupportedError } from "../core/errors.ts";
import type { CommandEntry } from "./commands.ts";
import type { Host } from "./host.ts";
import type { Redactor } from "./redact.ts";

/** What a guided command asks, with secrets removed. Throws UnsupportedError where the face has nobody to answer. */
export async function askOnTheWay(question: Question, entry: CommandEntry, host: Host, redactor: Redactor): Promise<string | undefined> {
  if (host.question === undefined) {
    throw new UnsupportedError("face", `${entry.name} asks on its way, and nobody is there to answer.`, { next: "Run it in the agent console, from the Command Palette, or in a terminal." });
  }
  const { title, detail, choices, initial } = question;
  return await host.question({
    title: redactor.text(title),
    ...(detail === undefined ? {} : { detail: redactor.text(detail) }),
    ...(choices === undefined ? {} : { choices: choices.map((choice) => ({ ...choice, label: redactor.text(choice.label), ...(choice.detail === undefined ? {} : { detail: redactor.text(choice.detail) }) })) }),
    ...(initial === undefined ? {} : { initial }),
  });
}
