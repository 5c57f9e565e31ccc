import type { CommandArgument, CommandEntry } from "./commands.ts";
import { commands, findCommand } from "./commands.ts";
import { nextWord } from "./line.ts";
import type { Word } from "./line.ts";

export interface Completion {
  readonly insert: string;
  readonly detail: string;
}

export interface Completions {
  /** What the chosen text replaces: from `start` to `end` of the line. */
  readonly start: number;
  readonly end: number;
  readonly items: readonly Completion[];
  /** What the face should offer itself (files, snapshots, tables) for the word typed so far, `prefix`. */
  readonly offers?: NonNullable<CommandArgument["offers"]>;
  readonly prefix: string;
}

/** What may stand at the cursor (a column of the line): a command, a flag, a choice, or something that only the face can list. */
export function completions(line: string, cursor: number): Completions {
  const words = wordsBefore(line, cursor);
  const last = words.at(-1);
  const current = last !== undefined && (last.end === cursor || last.open) ? last : undefined;
  const before = current === undefined ? words : words.slice(0, -1);
  const start = current?.start ?? cursor;
  const prefix = current?.text ?? "";
  const found = before.length === 0 ? commandNames(prefix) : afterCommand(findCommand(before[0]!.text), before.slice(1), prefix);
  return { start, end: cursor, prefix, ...found };
}

function wordsBefore(line: string, cursor: number): Word[] {
  const text = line.slice(0, cursor);
  const words: Word[] = [];
  for (let word = nextWord(text, 0); word !== undefined; word = nextWord(text, word.end)) words.push(word);
  return words;
}

type Found = Pick<Completions, "items" | "offers">;

function commandNames(prefix: string): Found {
  const bare = prefix.replace(/^\*/, "");
  return { items: commands.filter((entry) => entry.built && entry.name.startsWith(bare)).map((entry) => ({ insert: `*${entry.name}`, detail: entry.summary })) };
}

function afterCommand(entry: CommandEntry | undefined, words: readonly Word[], prefix: string): Found {
  if (entry === undefined) return { items: [] };
  if (prefix.startsWith("--")) return { items: flags(entry, words, prefix) };
  const flag = entry.flags.find((candidate) => `--${candidate.name}` === words.at(-1)?.text);
  if (flag?.value !== undefined) return { items: flag.value.includes("|") ? among(flag.value.split("|"), prefix, flag.summary) : [] };
  const argument = argumentAt(entry, words);
  if (entry.name === "help") return { items: commandNames(prefix).items.map((item) => ({ ...item, insert: item.insert.slice(1) })) };
  const items = argument?.choices === undefined ? [] : among(argument.choices, prefix, argument.summary, argument.meanings);
  return { items: prefix === "" ? [...items, ...flags(entry, words, "--")] : items, ...(argument?.offers === undefined ? {} : { offers: argument.offers }) };
}

function argumentAt(entry: CommandEntry, words: readonly Word[]): CommandArgument | undefined {
  let taken = 0;
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (!word.text.startsWith("--")) taken++;
    else if (entry.flags.some((flag) => flag.value !== undefined && `--${flag.name}` === word.text)) index++;
  }
  return entry.args[taken] ?? (entry.args.at(-1)?.rest === true ? entry.args.at(-1) : undefined);
}

function flags(entry: CommandEntry, words: readonly Word[], prefix: string): Completion[] {
  return entry.flags.filter((flag) => `--${flag.name}`.startsWith(prefix) && !words.some((word) => word.text.split("=")[0] === `--${flag.name}`)).map((flag) => ({ insert: `--${flag.name}`, detail: flag.summary }));
}

function among(choices: readonly string[], prefix: string, detail: string, meanings: CommandArgument["meanings"] = {}): Completion[] {
  return choices.filter((choice) => choice.startsWith(prefix)).map((choice) => ({ insert: choice, detail: meanings[choice] ?? detail }));
}
