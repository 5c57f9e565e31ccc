import { UnsupportedError } from "../../core/errors.ts";
import type { KeepRows } from "../engine.ts";
import type { Wire } from "./wire/wire.ts";

export function keepRows(_wire: Wire, _request: KeepRows, _file: string, _signal: AbortSignal): Promise<{ rows: number; bytes: number }> {
  return Promise.reject(new UnsupportedError("notBuilt", "Keeping rows is not built yet."));
}

export function loadRows(_wire: Wire, _inTransaction: boolean, _request: KeepRows, _file: string, _signal: AbortSignal): Promise<{ rows: number }> {
  return Promise.reject(new UnsupportedError("notBuilt", "Loading rows is not built yet."));
}

export function countAllRows(_wire: Wire, _signal?: AbortSignal): Promise<ReadonlyMap<string, number>> {
  return Promise.reject(new UnsupportedError("notBuilt", "Counting rows is not built yet."));
}
