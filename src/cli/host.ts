import type { Host } from "../agent/host.ts";
import type { PermissionMode } from "../agent/permissionMode.ts";
import { workspaceSettings } from "../agent/settings.ts";
import { isDataEngineerError } from "../core/errors.ts";
import type { Dialect } from "../core/engineId.ts";
import { dialectOfUrl } from "../engines/load.ts";
import { ask } from "./ask.ts";
import { findConnection } from "./connection.ts";
import type { CliOptions } from "./options.ts";
import { readSettings } from "./settingsFile.ts";
import type { Terminal } from "./terminal.ts";

/** The command line as a face of the agent. Throws UsageError and FileError for what the settings get wrong. */
export async function makeHost(options: CliOptions, cwd: string, terminal: Terminal, signal: AbortSignal): Promise<Host> {
  const setting = await readSettings(cwd);
  const target = findConnection(options, process.env, setting);
  let mode: PermissionMode = options.mode ?? modeOf(setting("permissionMode")) ?? "ask";
  const dialect = options.dialect ?? (target === undefined ? dialectSetting(setting("dialect")) : knownDialect(target.url));
  return {
    face: "cli",
    cwd,
    trusted: true,
    settings: workspaceSettings(setting),
    signal,
    ...(dialect === undefined ? {} : { dialect }),
    mode: () => mode,
    setMode: (next) => {
      mode = next;
    },
    connection: () => Promise.resolve(target),
    ask: (request, how) => ask(request, how, options, terminal, signal, mode),
    progress: (step) => terminal.progress(step),
    log: (line) => terminal.log(line),
  };
}

/** A URL that names no engine is an error only for the command that needs a connection. */
function knownDialect(url: string): Dialect | undefined {
  try {
    return dialectOfUrl(url);
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
