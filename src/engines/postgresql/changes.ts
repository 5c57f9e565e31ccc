import type { Catalog } from "../../core/catalog/catalog.ts";
import { UnsupportedError } from "../../core/errors.ts";
import type { ChangeStep } from "../engine.ts";

/** The statements that turn `from` into `to`, in the order that works. */
export function changes(_from: Catalog, _to: Catalog): ChangeStep[] {
  throw new UnsupportedError("notBuilt", "Comparing catalogs into statements is not built yet.");
}
