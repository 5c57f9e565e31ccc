import type { ConnectionTarget, Host } from "../agent/host.ts";
import type { PermissionMode } from "../agent/permissionMode.ts";
import { askInLines } from "../agent/askInLines.ts";
import { workspaceSettings } from "../agent/settings.ts";
import { isDataEngineerError } from "../core/errors.ts";
import type { Dialect } from "../core/engineId.ts";
import { dialectOfUrl } from "../engines/load.ts";
import { ask } from "./ask.ts";
import { findConnection } from "./connection.ts";
import type { CliOptions } from "./options.ts";
import { readSettings } from "./settingsFile.ts";
import type { Terminal } from "./terminal.ts";

/** The command line as a face of the agent. Throws FileError where the settings cannot be read. */
export async function makeHost(options: CliOptions, cwd: string, terminal: Terminal, signal: AbortSignal): Promise<Host> {
  const setting = await readSettings(cwd);
  const findTarget = (): ConnectionTarget | undefined => findConnection(options, process.env, setting);
  let mode: PermissionMode = options.mode ?? modeOf(setting("permissionMode")) ?? "ask";
  const connected = options.dialect === undefined ? dialectOfTarget(findTarget) : undefined;
  const dialect = options.dialect ?? connected ?? dialectSetting(setting("dialect"));
  return {
    face: "cli",
    cwd,
    trusted: true,
    settings: workspaceSettings(setting),
    signal,
    ...(dialect === undefined ? {} : { dialect }),
    ...(connected === undefined ? {} : { namedConnection: () => Promise.resolve().then(findTarget) }),
    mode: () => mode,
    setMode: (next) => {
      mode = next;
    },
    connection: () => Promise.resolve().then(findTarget),
    ask: (request, how) => ask(request, how, options, terminal, signal),
    ...(terminal.interactive ? { question: (question) => askInLines(question, { print: (line) => terminal.log(line), read: (prompt) => terminal.question(prompt, signal) }) } : {}),
    progress: (step) => terminal.progress(step),
    log: (line) => terminal.log(line),
  };
}

/** A connection that cannot be had is an error only for a command that needs one. */
function dialectOfTarget(findTarget: () => ConnectionTarget | undefined): Dialect | undefined {
  try {
    const target = findTarget();
    return target === undefined ? undefined : dialectOfUrl(target.url);
  } catch (error) {
    if (isDataEngineerError(error)) return undefined;
    throw error;
  }
}

function modeOf(value: unknown): PermissionMode | undefined {
  return value === "ask" || value === "auto" || value === "explore" ? value : undefined;
}

function dialectSetting(value: unknown): Dialect | undefined {
  return value === "postgresql" || value === "mysql" || value === "mariadb" || value === "sqlite" || value === "mongodb" ? value : undefined;
}
