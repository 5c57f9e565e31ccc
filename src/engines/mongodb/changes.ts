import type { Catalog } from "../../core/catalog/catalog.ts";
import { UnsupportedError } from "../../core/errors.ts";
import type { ChangeStep } from "../engine.ts";

export function changes(_from: Catalog, _to: Catalog): ChangeStep[] {
  throw new UnsupportedError("notBuilt", "Changes between two MongoDB catalogs are not built yet.");
}
