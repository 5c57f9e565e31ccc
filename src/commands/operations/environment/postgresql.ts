import type { Session } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";
import type { Check } from "./check.ts";
import { clockCheck, encryptionCheck } from "./clock.ts";

const oldest = 13;
const newest = 18;

const rightsQuery = `SELECT
  (SELECT r.rolcreatedb OR r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user),
  pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),
  coalesce(pg_catalog.has_schema_privilege(pg_catalog.current_schema(), 'CREATE'), false),
  coalesce(pg_catalog.current_schema(), ''),
  coalesce(pg_catalog.inet_client_addr() <<= '127.0.0.0/8'::inet OR pg_catalog.inet_client_addr() = '::1'::inet, true),
  (extract(epoch FROM pg_catalog.clock_timestamp()) * 1000)::bigint::text,
  pg_catalog.current_setting('default_transaction_read_only')`;

/** Version, encryption, rights and clock of a PostgreSQL server. */
export async function checkPostgresql(context: CommandContext, session: Session): Promise<Check[]> {
  const sent = context.now().getTime();
  const { rows } = await session.run(rightsQuery, { signal: context.signal });
  const received = context.now().getTime();
  const [createsDatabases, , createsObjects, schema, local, clock, readOnly] = rows[0] ?? [];
  return [
    version(session),
    encryptionCheck(session.facts.tls, local === true, "sslmode=verify-full (or require, where the certificate cannot be checked)"),
    superuser(context, session),
    shadow(createsDatabases === true),
    createsObjects === true
      ? { key: "rights", name: "Rights", status: "passed", detail: `${session.facts.user} may create objects in schema ${String(schema)}.` }
      : { key: "rights", name: "Rights", status: "warning", detail: `${session.facts.user} may not create objects in ${schema === "" ? "any schema of the search_path" : `schema ${String(schema)}`}: migrations and their history table cannot be written.`, next: "Connect as the owner of the schema, or grant CREATE on it." },
    writable(session, context, readOnly === "on"),
    encoding(session),
    clockCheck(Number(clock), sent, received),
  ];
}

function version({ facts }: Session): Check {
  const major = Math.floor(facts.versionNumber / 10_000);
  const found = { key: "version", name: "Version" };
  if (major < oldest) return { ...found, status: "failed", detail: `PostgreSQL ${facts.version} is older than ${oldest}.`, next: `Upgrade the server; ${oldest} to ${newest} are supported.` };
  if (major > newest) return { ...found, status: "warning", detail: `PostgreSQL ${facts.version} is newer than ${newest}, the newest that this version was tested with.`, next: "Look for an update of Data Engineer." };
  return { ...found, status: "passed", detail: `PostgreSQL ${facts.version} is supported (${oldest} to ${newest}).` };
}

function superuser(context: CommandContext, { facts }: Session): Check {
  if (!facts.superuser) return { key: "superuser", name: "Role", status: "passed", detail: `${facts.user} is no superuser.` };
  const weight = context.role === "production" ? "failed" : "warning";
  return { key: "superuser", name: "Role", status: weight, detail: `${facts.user} is a superuser: row security and every permission are passed over; operators, casts and policies whose functions reach outside of the database do so in explore mode too.`, next: "Use a role that owns the schema and nothing more." };
}

function shadow(createsDatabases: boolean): Check {
  return createsDatabases
    ? { key: "shadow", name: "Shadow database", status: "passed", detail: "The role may create databases, so scratch databases are made on this server." }
    : { key: "shadow", name: "Shadow database", status: "warning", detail: "The role may not create databases: what cannot run in a transaction is tried on an in-process PostgreSQL of another version.", next: "Give --shadow-url a server where databases may be created, or ALTER ROLE … CREATEDB." };
}

function writable({ facts }: Session, context: CommandContext, readOnly: boolean): Check {
  const found = { key: "writable", name: "Writing" };
  if (facts.settings["standby"] === "yes") return { ...found, status: "warning", detail: "The server is a standby: nothing can be written.", next: "Connect to the primary." };
  if (readOnly && context.mode !== "explore") return { ...found, status: "warning", detail: "default_transaction_read_only is on for this role or database.", next: "Switch it off where migrations are to be applied." };
  return { ...found, status: "passed", detail: context.mode === "explore" ? "The mode is explore, so this connection only reads." : "The server accepts writes." };
}

function encoding({ facts }: Session): Check {
  const name = facts.settings["encoding"] ?? "";
  if (name === "UTF8") return { key: "encoding", name: "Encoding", status: "passed", detail: "UTF8" };
  return { key: "encoding", name: "Encoding", status: "warning", detail: `The database is encoded as ${name}; scripts are UTF-8.`, next: "Characters that it does not know will be refused." };
}
