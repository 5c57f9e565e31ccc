import type { CommandEntry, CommandGroup } from "../../src/agent/commands.ts";
import { commands } from "../../src/agent/commands.ts";
import { usageLine } from "../../src/agent/input.ts";
import type { EngineId } from "../../src/core/engineId.ts";
import { globalFlags } from "../../src/cli/options.ts";

const groupTitles: Readonly<Record<CommandGroup, string>> = {
  agent: "The agent",
  migration: "Migrations",
  data: "Data",
  operations: "Operations",
  security: "Security",
  performance: "Performance",
  design: "Design",
};

const effects: Readonly<Record<CommandEntry["effect"], string>> = {
  read: "reads only",
  writesFiles: "writes files, never a database",
  writesDatabase: "changes the database",
  destroys: "may destroy objects or rows",
};

/** `docs/commands.md`: every command with its arguments, flags, effect, engines, faces, data keys and exit codes. */
export function commandsPage(): string {
  const groups = Object.entries(groupTitles).map(([group, title]) => [`## ${title}`, ...commands.filter((entry) => entry.group === group).map(section)].join("\n\n"));
  return `${[
    "# Commands",
    "Generated from `src/agent/commands.ts`; `npm run generate` writes it anew.",
    "Every command is called by its name with `*` before it in the agent console and in chat, without it on the command line, and by its title in the Command Palette.",
    "## Every report",
    reportText,
    "## On the command line",
    table(["Flag", "What it does"], globalFlags.map((flag) => [code(`--${flag.name}${flag.value === undefined ? "" : ` ${flag.choices?.join("|") ?? flag.value}`}`), flag.summary])),
    table(["Exit code", "Meaning"], exitCodes),
    ...groups,
  ].join("\n\n")}\n`;
}

const exitCodes = [
  ["0", "passed"],
  ["1", "failed, or findings at error level"],
  ["2", "usage: unknown command, missing argument, bad flag, no connection given"],
  ["3", "refused by permission mode, trust or a confirmation that was not given"],
  ["4", "could not connect, or a driver is missing"],
  ["130", "cancelled"],
] as const;

const reportText = [
  "`--format json` prints one object: `command`, `status` (`passed`, `failed`, `refused`, `cancelled`), `summary`, `target` (`engine`, `version`, `database`, `role`; absent where no connection was opened), `findings`, `evidence`, `data`, `files` (written ones) and `durationMs`. Lines and characters count from 0.",
  "A report that failed, was refused or cancelled has `data.error`: `kind`, `reason`, `message` and, where there is something to do, `next`; for a statement also `code`, `file` and `range`. Keys of `data` are stable; those of each command are listed below.",
].join("\n\n");

const engineNames: Readonly<Record<EngineId, string>> = { postgresql: "PostgreSQL", mysql: "MySQL and MariaDB", sqlite: "SQLite", mongodb: "MongoDB" };

function section(entry: CommandEntry): string {
  const parts = [`### ${code(entry.name)}`, `${entry.title}: ${entry.summary}.${entry.built ? "" : " **Not built yet.**"}`, `\`\`\`\ndata-engineer ${usageLine(entry)}\n\`\`\``];
  if (entry.args.length > 0) parts.push(table(["Argument", "What it is"], entry.args.map((argument) => [code(argument.name), `${argument.summary}${argument.required ? "" : " (optional)"}${argument.choices === undefined ? "" : `: ${argument.choices.map(code).join(", ")}`}`])));
  if (entry.flags.length > 0) parts.push(table(["Flag", "What it does"], entry.flags.map((flag) => [code(`--${flag.name}${flag.value === undefined ? "" : ` ${flag.value}`}`), flag.summary])));
  const engines = entry.engines === "any" ? "any" : entry.engines.map((engine) => engineNames[engine]).join(", ");
  const needs = entry.needs.length === 0 ? "nothing" : entry.needs.join(", ");
  parts.push(`Effect: ${effects[entry.effect]}${entry.readOnlyInExplore === true ? " (in explore mode on a read-only connection)" : ""}. Needs: ${needs}. Engines: ${engines}. Faces: ${entry.faces.join(", ")}.`);
  const data = Object.entries(entry.data);
  if (data.length > 0) parts.push(table(["Key of `data`", "What it holds"], data.map(([key, what]) => [code(key), what])));
  return parts.join("\n\n");
}

/** The README's table: a line per command. */
export function commandsTable(): string {
  return table(
    ["Command", "What it does"],
    commands.map((entry) => [code(`*${[entry.name, ...entry.args.map((argument) => (argument.required ? `{${argument.name}}` : `[${argument.name}]`))].join(" ")}`), `${entry.summary}${entry.built ? "" : " *(not built yet)*"}`]),
  );
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(columns), `|${columns.map(() => " --- |").join("")}`, ...rows.map(line)].join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}
