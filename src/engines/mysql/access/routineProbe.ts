import type { Outcome } from "../../../core/access/attempt.ts";
import { UnsupportedError } from "../../../core/errors.ts";
import type { Evidence } from "../../../core/report/report.ts";
import { quoteName } from "../quote.ts";
import { refused } from "./classify.ts";
import type { Actor, Room } from "./room.ts";
import { madeUp } from "./values.ts";

/** Runs a routine with made-up arguments and undoes what it did; one that commits by itself is told as an error. */
export async function tryRoutine({ attempt, account, session }: Actor, { catalog }: Room): Promise<Outcome> {
  const { name, signature } = attempt.object;
  const routine = catalog.routines.find((one) => one.name === name && (signature === undefined || one.signature === signature));
  if (routine === undefined) throw new UnsupportedError("engine", `The routine ${name} is not on the scratch database.`);
  const values = typesOf(routine.signature.replace(/^procedure ?/, "")).map((type) => madeUp(type) ?? "NULL");
  const variables = values.map((_, at) => `@de_${at}`);
  const sql = routine.form === "procedure" ? `CALL ${quoteName(name)}(${variables.join(", ")})` : `SELECT ${quoteName(name)}(${values.join(", ")})`;
  const witness: Evidence[] = [{ kind: "sql", title: `As ${attempt.identity.name}`, sql }];
  try {
    if (routine.form === "procedure") for (const [at, value] of values.entries()) await session.run(`SET ${variables[at]} = ${value}`);
    await session.transaction("rollback", () => session.run(sql));
    return { verdict: "allowed", mechanism: "open", policies: [], witness };
  } catch (error) {
    return refused(error, account.name, !routine.securityDefiner, witness);
  }
}

/** "int, decimal(10,2)" → its types. */
function typesOf(signature: string): string[] {
  return signature === "" ? [] : signature.split(/,\s*(?![^()]*\))/);
}
