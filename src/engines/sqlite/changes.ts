import { UnsupportedError } from "../../core/errors.ts";
import type { Catalog } from "../../core/catalog/catalog.ts";
import type { ChangeStep } from "../engine.ts";

export function changes(_from: Catalog, _to: Catalog): ChangeStep[] {
  throw new UnsupportedError("notBuilt", "Changes of an SQLite schema are not built yet.");
}
