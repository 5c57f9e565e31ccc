import { parseArgs } from "node:util";
import type { CommandEntry } from "../agent/commands.ts";
import { commands, findCommand } from "../agent/commands.ts";
import type { ConnectionRole, PermissionMode } from "../agent/permissionMode.ts";
import type { Dialect } from "../core/engineId.ts";
import { UsageError } from "../core/errors.ts";
import { nearest } from "../core/nearest.ts";

export type Format = "text" | "json" | "markdown" | "sarif";

/** What a command line says, sorted. */
export interface CliOptions {
  /** Undefined where only `--help` or `--version`, or nothing, was given. */
  readonly command: string | undefined;
  readonly args: readonly string[];
  /** The command's own flags; the registry checks them. */
  readonly flags: Readonly<Record<string, string | true>>;
  readonly url?: string;
  readonly shadowUrl?: string;
  readonly mode?: PermissionMode;
  readonly role?: ConnectionRole;
  readonly dialect?: Dialect;
  readonly cwd?: string;
  readonly format: Format;
  readonly yes: boolean;
  readonly allowDestructive: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

/** Flags that every command knows. `value` is the word that help shows. */
export const globalFlags: readonly { readonly name: string; readonly value?: string; readonly choices?: readonly string[]; readonly summary: string }[] = [
  { name: "url", value: "URL", summary: "The database: sqlite:path, postgres://…, mysql://…, mariadb://…, mongodb://…; or the name of a connection in the settings. Otherwise DATABASE_URL" },
  { name: "shadow-url", value: "URL", summary: "A server on which scratch databases may be made" },
  { name: "mode", value: "MODE", choices: ["ask", "auto", "explore"], summary: "ask before every change, auto only before destructive ones, explore changes nothing" },
  { name: "role", value: "ROLE", choices: ["development", "staging", "production"], summary: "What the database is for; production asks also in mode auto" },
  { name: "yes", summary: "Answer the ordinary confirmation with yes" },
  { name: "allow-destructive", summary: "Allow what destroys objects or rows, in every mode; --yes is needed besides wherever a change asks" },
  { name: "dialect", value: "DIALECT", choices: ["postgresql", "mysql", "mariadb", "sqlite", "mongodb"], summary: "The engine's language, where no connection tells it" },
  { name: "format", value: "FORMAT", choices: ["text", "json", "markdown", "sarif"], summary: "How the report is written to stdout" },
  { name: "cwd", value: "DIR", summary: "The workspace folder; paths are read from it" },
  { name: "help", summary: "Explain the command" },
  { name: "version", summary: "Print the version" },
];

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** Sorts the words of a command line. Throws UsageError. */
export function readOptions(argv: readonly string[]): CliOptions {
  const { flags, words } = sortWords(argv);
  const choice = (name: string): string | undefined => {
    const value = flags[name];
    const flag = globalFlags.find((candidate) => candidate.name === name)!;
    if (value === undefined) return undefined;
    if (typeof value !== "string" || value === "") throw new UsageError("missingArgument", `--${name} needs ${flag.value!}.`, { next: flag.choices === undefined ? `Write --${name} ${flag.value!}` : `It is one of ${flag.choices.join(", ")}.` });
    if (flag.choices !== undefined && !flag.choices.includes(value)) {
      const meant = nearest(value, flag.choices);
      throw new UsageError("badArgument", `--${name} does not know "${value}".`, { next: `${meant === undefined ? "" : `Did you mean ${meant}? `}It is one of ${flag.choices.join(", ")}.` });
    }
    return value;
  };
  const format = choice("format") as Format | undefined;
  const given = { url: choice("url"), shadowUrl: choice("shadow-url"), mode: choice("mode"), role: choice("role"), dialect: choice("dialect"), cwd: choice("cwd") };
  const known = new Set(globalFlags.map((flag) => flag.name));
  return {
    command: words[0],
    args: words.slice(1),
    flags: Object.fromEntries(Object.entries(flags).filter((entry): entry is [string, string | true] => !known.has(entry[0]) && entry[1] !== undefined)),
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Pick<CliOptions, "url" | "shadowUrl" | "mode" | "role" | "dialect" | "cwd">),
    format: format ?? "text",
    yes: flags["yes"] === true,
    allowDestructive: flags["allow-destructive"] === true,
    help: flags["help"] === true,
    version: flags["version"] === true,
  };
}

/** The format that was asked for, found without checking anything: also a usage error is answered in it. */
export function wantedFormat(argv: readonly string[]): Format {
  const at = argv.findIndex((word) => word === "--format" || word.startsWith("--format="));
  const value = at === -1 ? undefined : argv[at]!.includes("=") ? argv[at]!.slice("--format=".length) : argv[at + 1];
  return value === "json" || value === "markdown" || value === "sarif" ? value : "text";
}

/** Inline SQL may start with a comment, which would look like a flag; no flag has a blank in its name. */
function protectSql(argv: readonly string[]): { readonly argv: string[]; readonly kept: ReadonlyMap<string, string> } {
  const kept = new Map<string, string>();
  const protectedArgv = argv.map((word, index) => {
    if (!/^-[^=]*\s/.test(word)) return word;
    const stand = `\u0000${index}`;
    kept.set(stand, word);
    return stand;
  });
  return { argv: protectedArgv, kept };
}

function sortWords(given: readonly string[]): { readonly flags: Values; readonly words: readonly string[] } {
  const { argv, kept } = protectSql(given);
  const all = [...globalFlags, ...commands.flatMap((command) => command.flags)];
  const options = Object.fromEntries(all.map((flag) => [flag.name, { type: flag.value === undefined ? ("boolean" as const) : ("string" as const) }]));
  const parsed = parseArgs({ args: spelledOut(argv, new Set(all.filter((flag) => flag.value !== undefined).map((flag) => flag.name))), options, strict: false, allowPositionals: true });
  return { flags: parsed.values as Values, words: parsed.positionals.map((word) => kept.get(word) ?? word) };
}

const short: Readonly<Record<string, string>> = { "-h": "--help", "-V": "--version", "-y": "--yes" };

/** Short flags in full; a flag whose value is missing gets an empty one, so that it does not swallow the next flag. */
function spelledOut(argv: readonly string[], withValue: ReadonlySet<string>): string[] {
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length;
  return argv.map((word, index) => {
    if (index >= end) return word;
    const next = argv[index + 1];
    const wants = word.startsWith("--") && withValue.has(word.slice(2));
    return wants && (next === undefined || /^--[a-z]/.test(next)) ? `${word}=` : (short[word] ?? word);
  });
}

/** Help of one command or of the whole program needs its entry only. */
export function entryOf(options: CliOptions): CommandEntry | undefined {
  return options.command === undefined ? undefined : findCommand(options.command);
}
