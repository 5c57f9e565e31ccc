import type { Language } from "../ports.ts";
import type { RunnableStatement } from "../plan.ts";
import type { Prepared } from "./trial.ts";

/** The first statement of a migration's scripts whose effect a disposable database would not hold; null where there is none. */
export function beyondShadow(language: Language, { up, down }: Prepared): RunnableStatement | null {
  return [...up.statements, ...(down?.statements ?? [])].find(({ sql }) => language.reachesBeyond(sql)) ?? null;
}
