import type { Mechanism, Outcome } from "../../../core/access/attempt.ts";
import { StatementError } from "../../../core/errors.ts";
import type { Evidence } from "../../../core/report/report.ts";

/** Refusals by their numbers: no right on the object, the database is closed, the row is not one of the view's, the view cannot be written through. */
const mechanisms: ReadonlyMap<string, Mechanism> = new Map([
  ["1142", "grant"], ["1143", "grant"], ["1370", "grant"], ["1227", "grant"], ["1044", "schema"], ["1045", "schema"], ["1369", "check"], ["1288", "definition"], ["1348", "definition"], ["1347", "definition"], ["1394", "definition"], ["1395", "definition"], ["1471", "definition"],
]);

const onRights = /^(?:1142|1143|1370|1227)$/;

/** What a refusal means. What a definer lacks, and every other error, is a failure of the test. `account` is who tried it. */
export function refused(error: unknown, account: string, invokers: boolean, witness: readonly Evidence[]): Outcome {
  if (!(error instanceof StatementError)) throw error;
  const { code } = error;
  const message = error.message.replaceAll(account, "the account");
  const user = account.slice(0, account.lastIndexOf("@"));
  const mechanism = code === "1356" && invokers ? "grant" : mechanisms.get(code);
  const ofSomebodyElse = onRights.test(code) && /'[^']*'@'/.test(error.message) && !error.message.includes(user);
  const verdict = mechanism === undefined || ofSomebodyElse ? "error" : "denied";
  return { verdict, ...(verdict === "denied" && mechanism !== undefined ? { mechanism } : {}), policies: [], code, message, witness };
}

export function isDenial(error: unknown): boolean {
  return error instanceof StatementError && mechanisms.get(error.code) === "grant";
}
