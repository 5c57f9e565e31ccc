import type { Catalog } from "../../core/catalog/catalog.ts";
import { UnsupportedError } from "../../core/errors.ts";

export function renderCatalog(_catalog: Catalog): string {
  throw new UnsupportedError("notBuilt", "A script of a MongoDB catalog is not built yet.");
}
