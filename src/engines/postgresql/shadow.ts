import { UnsupportedError } from "../../core/errors.ts";
import type { ConnectOptions, Session, Shadow, ShadowOptions } from "../engine.ts";
import type { Wire } from "./wire/wire.ts";

export function openShadow(_source: Session, _wire: Wire, _connection: ConnectOptions, _options: ShadowOptions, _onDrop: (shadow: Shadow) => void): Promise<Shadow> {
  return Promise.reject(new UnsupportedError("notBuilt", "Shadow databases are not built yet."));
}
