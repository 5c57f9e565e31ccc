import type { Session } from "../engine.ts";

/** Remembers the pragmas that a script may change for the connection. Outside of transactions. */
export async function rememberSettings(session: Session): Promise<() => Promise<void>> {
  const before: (readonly [string, number])[] = [];
  for (const name of ["foreign_keys", "recursive_triggers", "legacy_alter_table", "ignore_check_constraints"]) {
    const value = (await session.run(`PRAGMA ${name}`)).rows[0]?.[0];
    if (typeof value === "number") before.push([name, value]);
  }
  return async () => {
    for (const [name, value] of before) await session.run(`PRAGMA ${name} = ${value}`);
  };
}
