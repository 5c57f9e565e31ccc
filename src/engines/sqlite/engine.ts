import { UnsupportedError } from "../../core/errors.ts";
import type { Engine } from "../engine.ts";

/** Loads the sqlite engine. */
export function loadSqlite(): Promise<Engine> {
  return Promise.reject(new UnsupportedError("notBuilt", "sqlite is not built yet."));
}
