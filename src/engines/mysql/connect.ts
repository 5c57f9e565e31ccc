import { UnsupportedError } from "../../core/errors.ts";
import type { ConnectOptions, Engine, Session } from "../engine.ts";

/** Opens a connection. */
export function connect(engine: Engine, _options: ConnectOptions): Promise<Session> {
  return Promise.reject(new UnsupportedError("notBuilt", `Connecting to ${engine.dialect} is not built yet.`));
}
