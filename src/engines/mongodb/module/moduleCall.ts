import { StatementError } from "../../../core/errors.ts";
import { UnreadableText } from "../shell/problem.ts";
import { readStatement } from "../statement.ts";
import type { ModuleCall } from "../statement.ts";

/** The call of a module that a statement is; undefined for any other statement. Throws StatementError("syntax") for one that is written wrong. */
export function moduleCallOf(text: string): ModuleCall | undefined {
  if (!/^[\s\uFEFF]*\{[\s"']*runModule\b/.test(text)) return undefined;
  try {
    const statement = readStatement(text);
    return statement.kind === "module" ? statement : undefined;
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    throw new StatementError("syntax", "MODULE", `${error.message}.`, { offset: error.offset });
  }
}
