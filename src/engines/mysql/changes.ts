import type { Catalog } from "../../core/catalog/catalog.ts";
import { UnsupportedError } from "../../core/errors.ts";
import type { ChangeStep } from "../engine.ts";
import type { Flavour } from "./flavourName.ts";

/** The statements that turn one catalog into another. */
export function changes(_from: Catalog, _to: Catalog, dialect: Flavour): ChangeStep[] {
  throw new UnsupportedError("notBuilt", `Comparing schemas of ${dialect} is not built yet.`);
}
