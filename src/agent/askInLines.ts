import type { Question } from "../commands/context.ts";
import { visible } from "../core/report/render/visible.ts";

/** A face that talks in lines. */
export interface LineTalk {
  print(line: string): void;
  /** One typed line; undefined where the person interrupted or the input ended. */
  read(prompt: string): Promise<string | undefined>;
}

/** Asks in lines, again until the answer is one of the choices; a number chooses, nothing at all takes what was offered first. */
export async function askInLines(question: Question, talk: LineTalk): Promise<string | undefined> {
  for (const line of linesOf(question)) talk.print(visible(line));
  for (;;) {
    const typed = await talk.read(promptOf(question));
    if (typed === undefined) return undefined;
    const answer = answerTo(question, typed.trim());
    if (answer !== undefined) return answer;
    talk.print(question.choices === undefined ? "Type an answer, or press Ctrl+C to stop." : `Type a number from 1 to ${question.choices.length}, or press Ctrl+C to stop.`);
  }
}

function linesOf({ title, detail, choices = [] }: Question): string[] {
  const width = String(choices.length).length;
  return [...(detail === undefined ? [] : [...detail.split("\n"), ""]), title, ...choices.map((choice, at) => `  ${String(at + 1).padStart(width)}  ${choice.label}${choice.detail === undefined ? "" : ` – ${choice.detail}`}`)];
}

function promptOf({ choices, initial }: Question): string {
  const range = choices === undefined ? "" : `1-${choices.length}`;
  const first = initial === undefined ? "" : choices === undefined ? initial : String(choices.findIndex(({ value }) => value === initial) + 1);
  return `${range}${first === "" ? "" : `${range === "" ? "" : " "}[${first}]`}> `;
}

/** undefined: not an answer to it. */
function answerTo({ choices, initial }: Question, typed: string): string | undefined {
  if (typed === "") return initial;
  if (choices === undefined) return typed;
  const numbered = /^\d+$/.test(typed) ? choices[Number(typed) - 1] : undefined;
  return (numbered ?? choices.find(({ value, label }) => value === typed || label.toLowerCase() === typed.toLowerCase()))?.value;
}
