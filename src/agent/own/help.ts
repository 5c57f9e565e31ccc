import type { AgentHandler } from "../agentContext.ts";
import type { CommandEntry } from "../commands.ts";
import { requireCommand, usageLine } from "../input.ts";
import type { Json } from "../../core/json.ts";
import type { Evidence } from "../../core/report/report.ts";

const effects: Readonly<Record<CommandEntry["effect"], string>> = {
  read: "reads",
  writesFiles: "writes files",
  writesDatabase: "changes the database",
  destroys: "may destroy data",
};

/** All commands, or one of them in full. */
export const help: AgentHandler = async (context, input) => {
  const asked = input.args["command"];
  const shown = asked === undefined ? context.commands : [requireCommand(asked)];
  const built = context.commands.filter((entry) => entry.built).length;
  const only = asked === undefined ? undefined : shown[0];
  return {
    status: "passed",
    summary: only === undefined ? `${context.commands.length} commands, ${built} of them built in this version.` : `${only.name}: ${only.summary}${only.built ? "" : " (not built yet)"}`,
    evidence: only === undefined ? [overview(shown)] : explain(only),
    data: { commands: shown.map(asData) },
  };
};

function overview(entries: readonly CommandEntry[]): Evidence {
  return {
    kind: "table",
    title: "Commands",
    columns: ["Command", "What it does", ""],
    rows: entries.map((entry) => [`*${entry.name}${entry.args.map((argument) => (argument.required ? ` {${argument.name}}` : ` [${argument.name}]`)).join("")}`, entry.summary, entry.built ? "" : "not built yet"]),
  };
}

function explain(entry: CommandEntry): Evidence[] {
  const found: Evidence[] = [{ kind: "text", title: "Usage", text: usageLine(entry) }];
  if (entry.args.length > 0) {
    found.push({ kind: "table", title: "Arguments", columns: ["Name", "Needed", "What it is"], rows: entry.args.map((argument) => [argument.name, argument.required ? "yes" : "no", argument.summary]) });
  }
  if (entry.flags.length > 0) {
    found.push({ kind: "table", title: "Flags", columns: ["Flag", "What it does"], rows: entry.flags.map((flag) => [`--${flag.name}${flag.value === undefined ? "" : ` ${flag.value}`}`, flag.summary]) });
  }
  const engines = entry.engines === "any" ? "any engine" : entry.engines.join(", ");
  found.push({ kind: "text", title: "Facts", text: `Effect: ${effects[entry.effect]}. Needs: ${entry.needs.length === 0 ? "nothing" : entry.needs.join(", ")}. Works on: ${engines}.` });
  return found;
}

function asData(entry: CommandEntry): Json {
  return {
    name: entry.name,
    summary: entry.summary,
    group: entry.group,
    usage: usageLine(entry),
    arguments: entry.args.map(({ name, summary, required, choices }) => ({ name, summary, required, ...(choices === undefined ? {} : { choices }) })),
    flags: entry.flags.map(({ name, value, summary }) => ({ name, summary, ...(value === undefined ? {} : { value }) })),
    effect: entry.effect,
    needs: entry.needs,
    engines: entry.engines,
    built: entry.built,
  };
}
