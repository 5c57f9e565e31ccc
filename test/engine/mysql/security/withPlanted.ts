import { randomBytes } from "node:crypto";
import type { AuditFinding } from "../../../../src/core/audit/auditFinding.ts";
import type { EngineLook } from "../../../../src/core/audit/engineLook.ts";
import type { AuditScope } from "../../../../src/core/audit/rule.ts";
import type { Session } from "../../../../src/engines/engine.ts";
import { never, openSession, type Server } from "../ddl/database.ts";
import { accountStatements, type Names, objectStatements } from "./planted.ts";

export interface Planted {
  readonly names: Names;
  readonly session: Session;
  readonly admin: Session;
  drop(): Promise<void>;
}

/** A database of planted defects and of correct designs that look like them, with accounts of its own. */
export async function plant(server: Server): Promise<Planted> {
  const random = randomBytes(3).toString("hex");
  const names: Names = { database: `planted_${random}`, other: `plantedx${random}`, account: `pl${random}_`, nowhere: `203.0.113.${Number.parseInt(random.slice(0, 2), 16)}` };
  const admin = await openSession(server.flavour, server.url);
  let session: Session | undefined;
  const drop = async (): Promise<void> => {
    await session?.close();
    for (const name of [names.database, names.other]) await admin.run(`DROP DATABASE IF EXISTS ${name}`);
    const found = await admin.run(`SELECT User, Host FROM mysql.user WHERE User LIKE '${names.account.replace("_", "\\_")}%' OR (User = '' AND Host = '${names.nowhere}')`);
    for (const [user, host] of found.rows) await admin.run(`DROP USER '${String(user)}'@'${String(host)}'`);
    await admin.run(`DELETE FROM mysql.proxies_priv WHERE Host = '${names.nowhere}'`);
    await admin.close();
  };
  try {
    for (const name of [names.database, names.other]) await admin.run(`CREATE DATABASE ${name} DEFAULT COLLATE utf8mb4_unicode_ci`);
    for (const sql of accountStatements(names, server.flavour)) await admin.run(sql);
    session = await openSession(server.flavour, Object.assign(new URL(server.url), { pathname: `/${names.database}` }).href);
    for (const sql of objectStatements(names, session.facts.user)) await session.run(sql);
    return { names, session, admin, drop };
  } catch (error) {
    await drop();
    throw error;
  }
}

/** What an audit sees, in a transaction that only reads. */
export async function look(session: Session, scope: AuditScope): Promise<EngineLook> {
  const catalog = await session.catalog();
  return await session.transaction("readOnly", () => session.audit.look({ catalog, scope, signal: never }));
}

/** "rule object part" of each, with what stands for the accounts of the test; those of the server's own and of other tests are left out. */
export function shortKeys(findings: readonly AuditFinding[], { account, database, nowhere }: Names): string[] {
  return findings
    .filter(({ rule, object, part }) => !/^(?:server|credentials)\//.test(rule) || `${object} ${part}`.includes(account) || `${object}`.includes(account.replace("_", "-")) || object.includes(nowhere))
    .map(({ rule, object, part }) => [rule, object, ...(part === undefined ? [] : [part])].join(" ").replaceAll(account, "").replaceAll(account.replace("_", "-"), "").replaceAll(nowhere, "nowhere").replaceAll(database, "planted"))
    .sort();
}
