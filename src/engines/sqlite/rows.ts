import { UnsupportedError } from "../../core/errors.ts";
import type { KeepRows } from "../engine.ts";
import type { SqliteSession } from "./session.ts";

export function keepRows(_session: SqliteSession, _request: KeepRows, _file: string, _signal: AbortSignal): Promise<{ readonly rows: number; readonly bytes: number }> {
  return Promise.reject(new UnsupportedError("notBuilt", "Keeping rows is not built yet."));
}

export function loadRows(_session: SqliteSession, _request: KeepRows, _file: string, _signal: AbortSignal): Promise<{ readonly rows: number }> {
  return Promise.reject(new UnsupportedError("notBuilt", "Loading rows is not built yet."));
}
