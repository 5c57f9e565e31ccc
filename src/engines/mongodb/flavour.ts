import type { Dialect } from "../../core/engineId.ts";
import type { ScriptProblem } from "../../core/script/facts.ts";
import type { Script } from "../../core/script/script.ts";

export function refusedBy(_server: { readonly dialect: Dialect; readonly versionNumber?: number }, _script: Script): readonly ScriptProblem[] {
  return [];
}
