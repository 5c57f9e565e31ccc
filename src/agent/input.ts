import type { CommandInput } from "../commands/context.ts";
import { UsageError } from "../core/errors.ts";
import { nearest } from "../core/nearest.ts";
import type { CommandArgument, CommandEntry, CommandFlag } from "./commands.ts";
import { commands, findCommand } from "./commands.ts";

/** What a face asks for: a command's name (with or without asterisk, or its id), the words after it, and its flags. */
export interface Invocation {
  readonly command: string;
  readonly args: readonly string[];
  readonly flags: Readonly<Record<string, string | true | undefined>>;
}

/** The registry's entry; UsageError with the nearest name where there is none. */
export function requireCommand(name: string): CommandEntry {
  const entry = findCommand(name);
  if (entry !== undefined) return entry;
  const bare = name.replace(/^\*/, "");
  const meant = nearest(bare, commands.map((command) => command.name));
  throw new UsageError("unknownCommand", `There is no command "${bare}".`, { next: meant === undefined ? "Run help to see all commands." : `Did you mean ${meant}?` });
}

/** `apply-migration <path> [--to VERSION]`, as a person would type it. */
export function usageLine(entry: CommandEntry): string {
  const args = entry.args.map((argument) => {
    const name = argument.choices === undefined ? argument.name : argument.choices.join("|");
    const shown = argument.rest === true ? `${name}…` : name;
    return argument.required ? `<${shown}>` : `[${shown}]`;
  });
  const flags = entry.flags.map((flag) => `[--${flag.name}${flag.value === undefined ? "" : ` ${flag.value}`}]`);
  return [entry.name, ...args, ...flags].join(" ");
}

/** Sorts words and flags by the registry's names. Throws UsageError: missingArgument, badArgument. */
export function checkInput(entry: CommandEntry, invocation: Invocation): CommandInput {
  return { args: checkArguments(entry, invocation.args), flags: checkFlags(entry, invocation.flags) };
}

function checkArguments(entry: CommandEntry, words: readonly string[]): Record<string, string> {
  const args: Record<string, string> = {};
  entry.args.forEach((argument, index) => {
    const word = argument.rest === true ? words.slice(index).join(" ") : words[index];
    if (word === undefined || word.trim() === "") {
      if (argument.required) throw new UsageError("missingArgument", `${entry.name} needs ${argument.name}: ${argument.summary}.`, { next: `Write ${usageLine(entry)}` });
      return;
    }
    args[argument.name] = checkChoice(argument, word, entry);
  });
  const most = entry.args.some((argument) => argument.rest === true) ? Infinity : entry.args.length;
  if (words.length > most) {
    throw new UsageError("badArgument", `${entry.name} does not know what to do with "${words[most]!}".`, { next: `Write ${usageLine(entry)}` });
  }
  return args;
}

function checkChoice(argument: CommandArgument, word: string, entry: CommandEntry): string {
  if (argument.choices === undefined || argument.choices.includes(word)) return word;
  const meant = nearest(word, argument.choices);
  throw new UsageError("badArgument", `${entry.name} does not know the ${argument.name} "${word}".`, {
    next: `${meant === undefined ? "" : `Did you mean ${meant}? `}It is one of ${argument.choices.join(", ")}.`,
  });
}

function checkFlags(entry: CommandEntry, given: Invocation["flags"]): Record<string, string | true> {
  const flags: Record<string, string | true> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const flag = entry.flags.find((candidate) => candidate.name === name);
    if (flag === undefined) throw unknownFlag(entry, name);
    flags[name] = checkFlagValue(entry, flag, value);
  }
  return flags;
}

function unknownFlag(entry: CommandEntry, name: string): UsageError {
  const known = entry.flags.map((flag) => flag.name);
  const meant = nearest(name, known);
  const next = meant !== undefined ? `Did you mean --${meant}?` : known.length === 0 ? "It has no flags of its own." : `It knows ${known.map((flag) => `--${flag}`).join(", ")}.`;
  return new UsageError("badArgument", `${entry.name} has no flag --${name}.`, { next });
}

function checkFlagValue(entry: CommandEntry, flag: CommandFlag, value: string | true): string | true {
  if (flag.value === undefined) {
    if (value !== true) throw new UsageError("badArgument", `--${flag.name} of ${entry.name} takes no value.`, { next: `Write ${usageLine(entry)}` });
    return true;
  }
  if (value === true || value === "") throw new UsageError("missingArgument", `--${flag.name} of ${entry.name} needs ${flag.value}: ${flag.summary}.`, { next: `Write --${flag.name} ${flag.value}` });
  if (flag.value === "N" && !/^[1-9]\d{0,8}$/.test(value)) throw new UsageError("badArgument", `--${flag.name} needs a whole number from 1, not "${value}".`, { next: `Write ${usageLine(entry)}` });
  if (flag.value.includes("|") && !flag.value.split("|").includes(value)) {
    throw new UsageError("badArgument", `--${flag.name} does not know "${value}".`, { next: `It is one of ${flag.value.split("|").join(", ")}.` });
  }
  return value;
}
