import type { Grant } from "../../../core/catalog/catalog.ts";
import { StatementError, UnsupportedError } from "../../../core/errors.ts";
import type { Session } from "../../engine.ts";
import { readGrants } from "../catalog/grants.ts";
import { quoteName } from "../quote.ts";
import { renderRevoke } from "../render/grant.ts";
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

/** Drops a scratch database of ours with the grants on what is in it, which the server would keep, and frees its lock. */
export async function dropScratch(keeper: Session, name: string): Promise<void> {
  if (!isScratchName(name)) throw new Error(`${name} is not a scratch database.`);
  for (const sql of await revokes(keeper, name)) await keeper.run(sql);
  await keeper.run(`DROP DATABASE IF EXISTS ${quoteName(name)}`, { statementTimeoutMs: 0 });
  await keeper.run(`DO RELEASE_LOCK('${name}')`);
}

async function revokes(keeper: Session, name: string): Promise<string[]> {
  const { dialect, versionNumber } = keeper.facts;
  const grants = await readGrants({ flavour: dialect === "mariadb" ? "mariadb" : "mysql", versionNumber, database: name, query: async (sql) => (await keeper.run(sql)).rows });
  const inside = (item: string): string => `${quoteName(name)}.${quoteName(item)}`;
  return [
    ...[...grants.relations].flatMap(([relation, list]) => columnsFirst(list).map((grant) => renderRevoke(`TABLE ${inside(relation)}`, grant))),
    ...[...grants.routines].flatMap(([routine, list]) => list.map((grant) => renderRevoke(`${routine.slice(0, routine.indexOf(" "))} ${inside(routine.slice(routine.indexOf(" ") + 1))}`, grant))),
  ];
}

/** Taking a right from a whole table takes it from its columns too, after which it cannot be taken from them. */
function columnsFirst(grants: readonly Grant[]): readonly Grant[] {
  return [...grants].sort((a, b) => Number(a.column === undefined) - Number(b.column === undefined));
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
