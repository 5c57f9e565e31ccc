import type { Catalog } from "../../core/catalog/catalog.ts";
import { UnsupportedError } from "../../core/errors.ts";
import type { Flavour } from "./flavourName.ts";

/** The script that recreates the catalog. */
export function renderCatalog(_catalog: Catalog, dialect: Flavour): string {
  throw new UnsupportedError("notBuilt", `Writing a schema of ${dialect} is not built yet.`);
}
