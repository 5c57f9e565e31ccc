import type { Result, Session } from "../../engine.ts";
import { StatementError } from "../../../core/errors.ts";

const mark = "data_engineer_tried";

/** Runs statements one after the other, takes back what they did, and gives the result of the last; in one round trip where the session can. Throws StatementError, with everything taken back. */
export async function undone(session: Session, statements: readonly string[], options: { readonly signal?: AbortSignal; readonly maxRows?: number } = {}): Promise<Result> {
  if (session.runTogether === undefined || session.facts.readOnly) {
    return await session.savepoint("undo", async () => {
      let last: Result | undefined;
      for (const statement of statements) last = await session.run(statement, options);
      return given(last);
    });
  }
  const back = [`ROLLBACK TO SAVEPOINT ${mark}`, `RELEASE SAVEPOINT ${mark}`];
  try {
    const results = await session.runTogether([`SAVEPOINT ${mark}`, ...statements, ...back], options);
    return given(results[statements.length]);
  } catch (error) {
    if (error instanceof StatementError) await session.runTogether(back);
    throw error;
  }
}

function given(result: Result | undefined): Result {
  if (result === undefined) throw new Error("Nothing was to be run.");
  return result;
}
