import { textsOf } from "./prepare.ts";
import type { Wire } from "./wire/wire.ts";

const most = 64;

/** What the server has to say of the statement that ended last; for callers that hold the turn. */
export async function warningsOf(wire: Wire): Promise<string[]> {
  const { rows } = await wire.sendNow(`SHOW WARNINGS LIMIT ${most}`);
  return rows.map((row) => {
    const [level = "", code = "", message = ""] = textsOf(row);
    return `${level} ${code}: ${message}`;
  });
}
