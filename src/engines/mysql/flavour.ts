import type { ScriptProblem } from "../../core/script/facts.ts";
import type { Script } from "../../core/script/script.ts";
import type { Engine } from "../engine.ts";

/** What this server refuses although the other flavour, or a newer version, takes it. */
export function refusedBy(_server: Parameters<Engine["refusedBy"]>[0], _script: Script): readonly ScriptProblem[] {
  return [];
}
