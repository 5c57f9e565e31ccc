import { StatementError, UnsupportedError } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import { quoteName } from "../quote.ts";
import { isScratchName } from "./name.ts";

/**
 * Makes the database. The connection that makes it holds a lock of the same name from before it exists until it is gone,
 * so that whoever sweeps sees whether its maker still lives. Throws UnsupportedError naming the right that is missing.
 */
export async function createScratch(keeper: Session, name: string, collation: string | undefined): Promise<void> {
  await keeper.run(`DO GET_LOCK('${name}', 0)`);
  try {
    await keeper.run(`CREATE DATABASE ${quoteName(name)}${collation === undefined ? "" : ` DEFAULT COLLATE ${collation}`}`);
  } catch (error) {
    if (error instanceof StatementError && error.reason === "permission") throw missingRight(keeper, error);
    // Another server may not know the collation.
    if (collation === undefined || !(error instanceof StatementError)) throw error;
    await keeper.run(`CREATE DATABASE ${quoteName(name)}`);
  }
}

export function missingRight(session: Session, cause: unknown): UnsupportedError {
  const { user } = session.facts;
  const at = user.lastIndexOf("@");
  const account = at === -1 ? quoteName(user) : `${quoteName(user.slice(0, at))}@${quoteName(user.slice(at + 1))}`;
  return new UnsupportedError("engine", `"${user}" may not make a scratch database on this server, so nothing can be tried before it is done.`, {
    cause,
    next: `Let an administrator run: GRANT ALL PRIVILEGES ON \`data\\_engineer\\_shadow\\_%\`.* TO ${account}; or name another server with --shadow-url.`,
  });
}

/** Drops a scratch database of ours and frees its lock. */
export async function dropScratch(keeper: Session, name: string): Promise<void> {
  if (!isScratchName(name)) throw new Error(`${name} is not a scratch database.`);
  await keeper.run(`DROP DATABASE IF EXISTS ${quoteName(name)}`, { statementTimeoutMs: 0 });
  await keeper.run(`DO RELEASE_LOCK('${name}')`);
}

/** Drops what a crash left behind: databases with such a name whose lock nobody holds. */
export async function sweep(keeper: Session): Promise<void> {
  const found = await keeper.run("SHOW DATABASES LIKE 'data\\_engineer\\_shadow\\_%'");
  for (const [cell] of found.rows) {
    const name = String(cell);
    if (!isScratchName(name)) continue;
    const taken = await keeper.run(`SELECT GET_LOCK('${name}', 0)`);
    if (Number(taken.rows[0]?.[0]) !== 1) continue;
    // Somebody else's, whom this account may not drop, stays.
    await dropScratch(keeper, name).catch(() => keeper.run(`DO RELEASE_LOCK('${name}')`));
  }
}
