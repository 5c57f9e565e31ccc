import type { FixCandidate } from "../../../core/audit/auditFinding.ts";
import type { Engine } from "../../../engines/engine.ts";

/** True for a fix that makes and drops indexes which refuse no row: it changes how fast, never who reaches what. */
export function indexesAlone(fix: FixCandidate, engine: Engine): boolean {
  const facts = fix.statements.map((sql) => engine.analyse(engine.split(sql)));
  return facts.every(({ statements, problems }) => problems.length === 0 && statements.every(({ defines, drops, redefines }) => {
    const made = [...defines, ...drops];
    return made.length > 0 && redefines === undefined && made.every((object) => object.kind === "index") && defines.every((object) => object.unique === undefined);
  }));
}
