import type { Wire } from "../wire/wire.ts";

/** Values are written and read in one notation, row security may not hide rows, and a long copy is not cut by the statement timeout. */
const settings = Object.entries({ DateStyle: "ISO, YMD", IntervalStyle: "postgres", extra_float_digits: "3", bytea_output: "hex", TimeZone: "UTC", row_security: "off", statement_timeout: "0", xmloption: "content" })
  .map(([name, value]) => `pg_catalog.set_config('${name}', '${value}', true)`)
  .join(", ");

const savepoint = "data_engineer_rows";

/**
 * Holds the wire's turn and runs `work` in a transaction of its own, or in a savepoint of the open one, under fixed settings.
 * "keep" makes what it did last; "undo" puts everything back, settings included. A throw always undoes.
 */
export function inScope<Value>(wire: Wire, inTransaction: boolean, end: "keep" | "undo", signal: AbortSignal, work: () => Promise<Value>): Promise<Value> {
  const undo = inTransaction ? [`ROLLBACK TO SAVEPOINT ${savepoint}`, `RELEASE SAVEPOINT ${savepoint}`] : ["ROLLBACK"];
  return wire.exclusive(async () => {
    try {
      const before = await currentSettings(wire, inTransaction, signal);
      const value = await work();
      if (end === "undo") await wire.sendNow(steps(undo));
      else if (inTransaction) await wire.sendNow(steps([before, `RELEASE SAVEPOINT ${savepoint}`]));
      else await wire.sendNow(steps(["COMMIT"]));
      return value;
    } catch (error) {
      if (wire.status !== "I") await wire.sendNow(steps(undo)).catch(() => undefined);
      throw error;
    }
  });
}

/** Opens the scope; the answer is the statement that gives an open transaction its settings back. */
async function currentSettings(wire: Wire, inTransaction: boolean, signal: AbortSignal): Promise<string> {
  const names = ["DateStyle", "IntervalStyle", "extra_float_digits", "bytea_output", "TimeZone", "row_security", "statement_timeout", "xmloption"];
  const [, current] = await wire.sendNow(
    [
      { text: inTransaction ? `SAVEPOINT ${savepoint}` : "BEGIN" },
      { text: `SELECT ${names.map((name) => `pg_catalog.format('pg_catalog.set_config(%L, %L, true)', '${name}', pg_catalog.current_setting('${name}'))`).join(" || ', ' || ")}` },
      { text: `SELECT ${settings}` },
    ],
    { signal },
  );
  return `SELECT ${current?.rows[0]?.[0] ?? "1"}`;
}

function steps(texts: readonly string[]): { readonly text: string }[] {
  return texts.map((text) => ({ text }));
}
