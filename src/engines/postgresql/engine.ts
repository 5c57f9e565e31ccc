import { UnsupportedError } from "../../core/errors.ts";
import type { Engine } from "../engine.ts";

/** Loads the postgresql engine. */
export function loadPostgresql(): Promise<Engine> {
  return Promise.reject(new UnsupportedError("notBuilt", "postgresql is not built yet."));
}
