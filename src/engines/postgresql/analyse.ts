import { UnsupportedError } from "../../core/errors.ts";
import type { ScriptFacts } from "../../core/script/facts.ts";
import type { Script } from "../../core/script/script.ts";
import type { Parser } from "./parser.ts";

/** Facts of every statement that parses, problems for the others. */
export function analyse(_parser: Parser, _script: Script): ScriptFacts {
  throw new UnsupportedError("notBuilt", "Analysing scripts is not built yet.");
}
