import { UnsupportedError } from "../../core/errors.ts";
import type { Script } from "../../core/script/script.ts";

/** Cuts a script into statements; total. */
export function split(_text: string): Script {
  throw new UnsupportedError("notBuilt", "Splitting scripts is not built yet.");
}
