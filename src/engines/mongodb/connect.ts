import { UnsupportedError } from "../../core/errors.ts";
import type { ConnectOptions, Engine, Session } from "../engine.ts";

export function connect(_engine: Engine, _options: ConnectOptions): Promise<Session> {
  return Promise.reject(new UnsupportedError("notBuilt", "Connections to MongoDB are not built yet."));
}
