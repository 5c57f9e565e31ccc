import type { AuditedText } from "../../../../core/audit/engineLook.ts";
import { cellText, type ReadFacts } from "./read.ts";

/** What the account may read of the places in which credentials stand. */
interface TextRights {
  readonly superuser: boolean;
  readonly subscriptions: boolean;
  readonly jobs: "absent" | "closed" | "readable";
}

const rightsQuery = `SELECT (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = CURRENT_USER),
    pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT'),
    CASE WHEN j.oid IS NULL THEN 'absent' WHEN pg_catalog.has_schema_privilege(j.relnamespace, 'USAGE') AND pg_catalog.has_column_privilege(j.oid, 'command', 'SELECT') AND pg_catalog.has_column_privilege(j.oid, 'jobid', 'SELECT') THEN 'readable' ELSE 'closed' END
  FROM (SELECT 1) one LEFT JOIN LATERAL (
    SELECT c.oid, c.relnamespace FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'cron' AND c.relname = 'job' AND c.relkind IN ('r', 'v') AND 2 = (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('jobid', 'command') AND NOT a.attisdropped)) j ON true`;

function options(list: string): string {
  return `pg_catalog.array_to_string(${list}, ', ')`;
}

/** As (object, part, text); a null text is one that the account may not read. */
function textsQuery(rights: TextRights): string {
  return [
    `SELECT 'foreign server ' || s.srvname AS object, 'options' AS part, ${options("s.srvoptions")} AS text FROM pg_catalog.pg_foreign_server s WHERE s.srvoptions IS NOT NULL`,
    `SELECT 'foreign data wrapper ' || w.fdwname, 'options', ${options("w.fdwoptions")} FROM pg_catalog.pg_foreign_data_wrapper w WHERE w.fdwoptions IS NOT NULL`,
    `SELECT 'user mapping of ' || CASE WHEN m.umuser = 0 THEN 'PUBLIC' ELSE m.usename END || ' on server ' || m.srvname, 'options', ${options("m.umoptions")} FROM pg_catalog.pg_user_mappings m`,
    `SELECT 'settings of ' || CASE WHEN s.setrole = 0 THEN 'every role' ELSE 'role ' || pg_catalog.pg_get_userbyid(s.setrole) END || CASE WHEN s.setdatabase = 0 THEN '' ELSE ' in database ' || (SELECT d.datname FROM pg_catalog.pg_database d WHERE d.oid = s.setdatabase) END,
      pg_catalog.split_part(v.setting, '=', 1), v.setting FROM pg_catalog.pg_db_role_setting s CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS v (setting)
      WHERE s.setdatabase = 0 OR s.setdatabase = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())`,
    `SELECT 'server setting ' || s.name, NULL, s.setting FROM pg_catalog.pg_settings s WHERE s.name IN ('primary_conninfo', 'archive_command', 'restore_command', 'archive_cleanup_command', 'recovery_end_command', 'ssl_passphrase_command') AND s.setting <> ''`,
    `SELECT 'security label of ' || l.objtype || ' ' || l.objname, l.provider, l.label FROM pg_catalog.pg_seclabels l WHERE l.objtype NOT IN ('role', 'database') OR l.objname = pg_catalog.current_database()`,
    ...(rights.subscriptions ? ["SELECT 'subscription ' || s.subname, 'connection', s.subconninfo FROM pg_catalog.pg_subscription s WHERE s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())"] : []),
    ...(rights.jobs === "readable" ? ["SELECT 'scheduled job ' || j.jobid, 'command', j.command FROM cron.job j"] : []),
  ].join("\n  UNION ALL ");
}

/** Texts that the credential rules search, and what the account may not read of them. Two queries. */
export async function readTexts({ rows }: ReadFacts): Promise<{ readonly texts: readonly AuditedText[]; readonly unseen: readonly string[] }> {
  const [superuser, subscriptions, jobs] = (await rows(rightsQuery))[0] ?? [];
  const rights: TextRights = { superuser: superuser === true, subscriptions: subscriptions === true, jobs: jobs === "readable" || jobs === "closed" ? jobs : "absent" };
  const found = await rows(textsQuery(rights));
  const hidden = found.filter(([, , text]) => text === null).length;
  return {
    texts: found.filter(([, , text]) => text !== null).map(([object, part, text]) => ({ object: cellText(object), ...(part === null || part === undefined ? {} : { part: cellText(part) }), text: cellText(text) })),
    unseen: unseenBy(rights, hidden),
  };
}

function unseenBy(rights: TextRights, hiddenMappings: number): readonly string[] {
  return [
    ...(hiddenMappings === 0 || rights.superuser ? [] : [`The options of ${hiddenMappings === 1 ? "one user mapping" : `${hiddenMappings} user mappings`} are not shown to this account: run the audit as a superuser to have them searched for credentials.`]),
    ...(rights.subscriptions ? [] : ["The connection strings of subscriptions (pg_subscription.subconninfo) are shown to superusers alone: run the audit as one, or GRANT SELECT (subconninfo) ON pg_subscription to its role."]),
    ...(rights.jobs === "closed" ? ["The commands of scheduled jobs (cron.job) may not be read: run the audit as a superuser, or grant its role USAGE on schema cron and SELECT on cron.job."] : []),
    ...(rights.jobs === "readable" && !rights.superuser ? ["Of scheduled jobs (cron.job) an account is shown its own alone: run the audit as a superuser to have all searched."] : []),
  ];
}
