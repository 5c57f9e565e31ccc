import { UnsupportedError } from "../../core/errors.ts";
import type { ConnectOptions, Engine, Session } from "../engine.ts";

/** Opens a connection. */
export async function connect(_engine: Engine, _options: ConnectOptions): Promise<Session> {
  throw new UnsupportedError("notBuilt", "Connecting to PostgreSQL is not built yet.");
}
