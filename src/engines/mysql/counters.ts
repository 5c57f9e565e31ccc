import { behind, type SequenceValue } from "../../core/snapshot/sequences.ts";
import type { Session } from "../engine.ts";
import { quoteName, quoteObject } from "./quote.ts";

/** What AUTO_INCREMENT has reached in each table that gave out a value, and MariaDB's sequences that count upwards. */
export async function counters(session: Session): Promise<SequenceValue[]> {
  const tables = (await autoIncrements(session)).filter(({ last }) => last !== "");
  return [...tables, ...(await sequences(session)).filter(({ last }) => last !== "")];
}

/** Outside of transactions: moving AUTO_INCREMENT is an ALTER TABLE, which commits. */
export async function advanceCounters(session: Session, wanted: readonly SequenceValue[]): Promise<void> {
  if (wanted.length === 0) return;
  for (const { name, last } of behind(wanted, await autoIncrements(session))) await session.run(`ALTER TABLE ${own(session, name)} AUTO_INCREMENT = ${BigInt(last) + 1n}`);
  for (const { name, last } of behind(wanted, await sequences(session))) await session.run(`DO SETVAL(${own(session, name)}, ${BigInt(last)}, 1)`);
}

/** By table; "" as `last` where no value was given out yet. */
async function autoIncrements(session: Session): Promise<SequenceValue[]> {
  // MySQL remembers what the storage engine said for a day.
  const cached = session.facts.dialect === "mysql";
  if (cached) await session.run("SET SESSION information_schema_stats_expiry = 0");
  try {
    const { rows } = await session.run(
      `SELECT t.TABLE_NAME, CAST(t.AUTO_INCREMENT AS CHAR) FROM information_schema.TABLES t JOIN information_schema.COLUMNS c ON c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME
       WHERE t.TABLE_SCHEMA = ? AND c.EXTRA LIKE '%auto_increment%' AND t.TABLE_NAME NOT LIKE 'data\\_engineer\\_%' ORDER BY 1`,
      { params: [session.facts.database] },
    );
    return rows.map(([name, next]) => ({ schema: "", name: String(name), last: typeof next === "string" && BigInt(next) > 1n ? String(BigInt(next) - 1n) : "" }));
  } finally {
    if (cached) await session.run("SET SESSION information_schema_stats_expiry = DEFAULT");
  }
}

/** MariaDB's: values that the server keeps ready count as given out. */
async function sequences(session: Session): Promise<SequenceValue[]> {
  if (session.facts.dialect !== "mariadb") return [];
  const { rows } = await session.run("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'SEQUENCE' ORDER BY 1", { params: [session.facts.database] });
  if (rows.length === 0) return [];
  const asked = rows.map(([name], at) => `SELECT ${at}, CAST(next_not_cached_value AS CHAR), CAST(start_value AS CHAR), CAST(increment AS CHAR) FROM ${own(session, String(name))}`);
  const states = await session.run(asked.join(" UNION ALL "));
  return states.rows.flatMap(([at, next, start, increment]) => {
    const step = BigInt(String(increment));
    if (step < 0n) return [];
    const used = BigInt(String(next)) > BigInt(String(start));
    return [{ schema: "", name: String(rows[Number(at)]?.[0]), last: used ? String(BigInt(String(next)) - (step === 0n ? 1n : step)) : "" }];
  });
}

function own(session: Session, name: string): string {
  return session.facts.database === "" ? quoteName(name) : quoteObject({ schema: session.facts.database, name });
}
