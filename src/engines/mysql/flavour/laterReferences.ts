import type { ScriptProblem } from "../../../core/script/facts.ts";
import type { Script } from "../../../core/script/script.ts";
import { analyse } from "../analyse.ts";
import type { Flavour } from "../flavourName.ts";
import { tokensOf } from "../scan/tokens.ts";

/**
 * `column … REFERENCES table` where the table is only made later in the script. MySQL before 9.0 reads over it, so such scripts exist;
 * MySQL 9 and MariaDB make a foreign key of it and refuse.
 */
export function laterReferences(flavour: Flavour, version: number | undefined, script: Script): ScriptProblem[] {
  if (flavour === "mysql" && version !== undefined && version < 90_000) return [];
  if (!/\breferences\b/i.test(script.text)) return [];
  const { statements } = analyse(script, flavour, version ?? (flavour === "mysql" ? 90_000 : undefined));
  const made = new Map<string, number>();
  statements.forEach((facts, at) => {
    for (const object of facts.defines) if (object.kind === "table" && !made.has(object.name)) made.set(object.name, at);
  });
  return statements.flatMap((facts, at) =>
    facts.uses.flatMap((use): ScriptProblem[] => {
      const later = use.kind === "table" && use.needsUniqueOn !== undefined && use.schema === undefined ? made.get(use.name) : undefined;
      if (later === undefined || later <= at || use.start === undefined) return [];
      if (!isInline(facts.statement.text, use.start - facts.statement.start, flavour)) return [];
      return [{
        reason: "dependency", code: "dialect/later-reference", offset: use.start,
        message: `REFERENCES names the table ${use.name}, which is only made later. MySQL before 9.0 reads over that; ${flavour === "mysql" ? "MySQL since 9.0" : "MariaDB"} refuses it. Write the table ${use.name} first, or add the foreign key by ALTER TABLE after it.`,
      }];
    }),
  );
}

/** Behind a column, not behind FOREIGN KEY (…). */
function isInline(text: string, offset: number, flavour: Flavour): boolean {
  const before = tokensOf(text.slice(0, offset), flavour);
  let depth = 0;
  for (let at = before.length - 1; at >= 0; at--) {
    const word = before[at]!.upper;
    if (word === ")") depth++;
    if (word === "(" && depth-- === 0) return true;
    if (depth === 0 && word === ",") return true;
    if (depth === 0 && word === "FOREIGN") return false;
  }
  return true;
}
