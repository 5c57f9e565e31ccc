import type { CommandEntry, CommandGroup } from "../agent/commands.ts";
import { commands } from "../agent/commands.ts";
import { usageLine } from "../agent/input.ts";
import { globalFlags } from "./options.ts";

const groups: Readonly<Record<CommandGroup, string>> = {
  migration: "Migrations",
  data: "Data",
  operations: "Operations",
  security: "Security",
  performance: "Performance",
  design: "Design",
  agent: "The agent",
};

/** `data-engineer --help`: what it is, every command by group, the flags of all. */
export function programHelp(version: string): string {
  const width = Math.max(...commands.map((entry) => entry.name.length)) + 2;
  const sections = Object.entries(groups).map(([group, title]) => {
    const lines = commands.filter((entry) => entry.group === group).map((entry) => `  ${entry.name.padEnd(width)}${entry.summary}${entry.built ? "" : " (not built yet)"}`);
    return `${title}\n${lines.join("\n")}`;
  });
  return [
    `Data Engineer ${version}: every migration and rollback is proven before it touches your data.`,
    "",
    "Usage: data-engineer <command> [arguments] [flags]",
    "       data-engineer <command> --help",
    "",
    "  data-engineer verify-order migrations --dialect mysql",
    "  data-engineer dry-run migrations --url sqlite:shop.db",
    "  data-engineer apply-migration migrations --url postgres://me@localhost/shop --yes",
    "  data-engineer rollback before-004_drop_note --url sqlite:shop.db --preview",
    "",
    sections.join("\n\n"),
    "",
    flagsHelp(),
    "",
    "Exit codes: 0 passed, 1 failed or findings at error level, 2 usage, 3 refused, 4 no connection or driver, 130 cancelled.",
    "",
  ].join("\n");
}

/** `data-engineer <command> --help`. */
export function commandHelp(entry: CommandEntry): string {
  const parts = [`${entry.title}: ${entry.summary}${entry.built ? "" : " (not built yet)"}`, "", `Usage: data-engineer ${usageLine(entry)}`];
  if (entry.args.length > 0) parts.push("", "Arguments", ...aligned(entry.args.map((argument) => [argument.name, `${argument.summary}${argument.required ? "" : " (optional)"}`])));
  if (entry.flags.length > 0) parts.push("", "Flags of this command", ...aligned(entry.flags.map((flag) => [`--${flag.name}${flag.value === undefined ? "" : ` ${flag.value}`}`, flag.summary])));
  parts.push("", flagsHelp(), "");
  return parts.join("\n");
}

function flagsHelp(): string {
  return ["Flags of every command", ...aligned(globalFlags.map((flag) => [`--${flag.name}${flag.value === undefined ? "" : ` ${flag.choices?.join("|") ?? flag.value}`}`, flag.summary]))].join("\n");
}

function aligned(rows: readonly (readonly [string, string] | readonly string[])[]): string[] {
  const width = Math.min(34, Math.max(...rows.map((row) => row[0]!.length))) + 2;
  return rows.flatMap(([name = "", summary = ""]) => {
    const [first = "", ...more] = wrapped(summary, 100 - width);
    const head = name.length >= width ? [`  ${name}`, `  ${" ".repeat(width)}${first}`] : [`  ${name.padEnd(width)}${first}`];
    return [...head, ...more.map((line) => `  ${" ".repeat(width)}${line}`)];
  });
}

/** Breaks a text at blanks into lines of at most `width` characters. */
function wrapped(text: string, width: number): string[] {
  return text.match(new RegExp(`\\S(?:.{0,${width - 1}}\\S)?(?=\\s|$)`, "g")) ?? [text];
}
