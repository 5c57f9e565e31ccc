import type { Catalog } from "../../core/catalog/catalog.ts";
import { UnsupportedError } from "../../core/errors.ts";
import type { ServerFacts } from "../engine.ts";
import type { Wire } from "./wire/wire.ts";

export function readCatalog(_wire: Wire, _facts: ServerFacts, _inTransaction: boolean, _signal?: AbortSignal): Promise<Catalog> {
  return Promise.reject(new UnsupportedError("notBuilt", "The catalog is not built yet."));
}
