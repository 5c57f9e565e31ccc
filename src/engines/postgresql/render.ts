import type { Catalog } from "../../core/catalog/catalog.ts";
import { UnsupportedError } from "../../core/errors.ts";

/** A deterministic script that recreates the catalog on an empty database. */
export function renderCatalog(_catalog: Catalog): string {
  throw new UnsupportedError("notBuilt", "Rendering a catalog is not built yet.");
}
