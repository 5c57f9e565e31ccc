import type { WorkspaceSettings } from "../commands/context.ts";

/** Used where a setting is absent or not what it should be. Milliseconds and rows. */
export const defaultSettings: WorkspaceSettings = {
  migrationFolders: [],
  timeouts: { connect: 10_000, lock: 5_000, statement: 0, idleInTransaction: 300_000 },
  largeTableRows: 100_000,
};

/** The settings that commands use; `get` answers a key below `dataEngineer.`, such as "timeouts.lock". */
export function workspaceSettings(get: (key: string) => unknown): WorkspaceSettings {
  const whole = (key: string, otherwise: number): number => {
    const value = get(key);
    return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : otherwise;
  };
  const folders = get("migrationFolders");
  const { timeouts, largeTableRows } = defaultSettings;
  return {
    migrationFolders: Array.isArray(folders) ? folders.filter((folder): folder is string => typeof folder === "string" && folder !== "") : [],
    timeouts: {
      connect: whole("timeouts.connect", timeouts.connect),
      lock: whole("timeouts.lock", timeouts.lock),
      statement: whole("timeouts.statement", timeouts.statement),
      idleInTransaction: whole("timeouts.idleInTransaction", timeouts.idleInTransaction),
    },
    largeTableRows: whole("largeTableRows", largeTableRows),
  };
}
