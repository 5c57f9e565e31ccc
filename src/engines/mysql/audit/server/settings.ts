import type { AuditFinding } from "../../../../core/audit/auditFinding.ts";
import type { AuditScope } from "../../../../core/audit/rule.ts";
import type { Severity } from "../../../../core/report/report.ts";
import type { MysqlRule } from "../rule.ts";
import type { World } from "../world/world.ts";
import { isOn } from "./listening.ts";

interface Told {
  readonly severity: Severity;
  readonly message: string;
}

function setting(id: string, title: string, why: string, scope: AuditScope, look: (world: World) => Told | undefined): MysqlRule {
  return {
    id,
    title,
    why,
    scope,
    find: (world): AuditFinding[] => {
      const told = world.variables.size === 0 ? undefined : look(world);
      return told === undefined ? [] : [{ rule: id, object: "server", ...told }];
    },
  };
}

/** Rules that look at one setting of the server each. Sources: CIS benchmarks for MySQL and MariaDB, the servers' manuals, pt-variable-advisor. */
export const settingRules: readonly MysqlRule[] = [
  setting("server/grant-tables-skipped", "The server checks no rights", "With skip_grant_tables everybody is an administrator. It is meant for repairs on a machine that nobody else reaches.", "full", ({ connection }) =>
    /^skip-grants user@/.test(connection.account) ? { severity: "error", message: "The server runs with skip_grant_tables: everybody who reaches it may do everything." } : undefined),
  setting("server/local-infile", "Clients may be asked for their files", "With local_infile a server that was taken over, or stands in its place, can ask a client for any file that the client may read. MariaDB has it on by default, MySQL off.", "full", (world) =>
    isOn(world, "local_infile") ? { severity: world.flavour === "mysql" ? "warning" : "info", message: "local_infile is on: who controls the server, or stands in its place, may ask careless clients for their files. Switch it off where nobody loads with LOAD DATA LOCAL." } : undefined),
  setting("server/secure-file-priv", "No folder holds LOAD DATA and INTO OUTFILE", "With an empty secure_file_priv, whoever has FILE reaches all files that the server process reaches. NULL or a folder is what is meant.", "full", ({ variables }) =>
    variables.get("secure_file_priv") === "" ? { severity: "info", message: "secure_file_priv is empty: whoever has FILE (administrators have) reads and writes files wherever the server process may." } : undefined),
  setting("server/general-log", "All statements are written to a log", "The general log holds every statement with its values, passwords of applications among them; in a table, everybody who may read mysql.general_log reads them.", "full", (world) =>
    isOn(world, "general_log") ? { severity: "warning", message: `The general log is on and writes every statement, with the values in it, to ${/TABLE/i.test(world.variables.get("log_output") ?? "") ? "the table mysql.general_log" : "a file"}.` } : undefined),
  setting("server/no-password-rules", "Any password is accepted", "Without validate_password (MySQL), simple_password_check or cracklib_password_check (MariaDB) an account may have a password of one letter.", "full", ({ variables }) =>
    ["validate_password.policy", "validate_password_policy", "simple_password_check_minimal_length", "cracklib_password_check_dictionary"].some((name) => variables.has(name)) ? undefined : { severity: "info", message: "No plugin or component checks new passwords: any is accepted." }),
  setting("server/old-passwords", "New passwords are kept in the broken way", "With old_passwords=1 the hashes are those of 1998, which are broken in seconds.", "full", ({ variables }) =>
    /^(?:1|ON)$/i.test(variables.get("old_passwords") ?? "") ? { severity: "error", message: "old_passwords is on: new passwords are kept as hashes that are broken in seconds." } : undefined),
  setting("server/trusts-function-creators", "Functions that are not deterministic reach the binary log", "With log_bin_trust_function_creators an account without SUPER may make functions that do other things on a replica, where they run with all rights.", "full", (world) =>
    isOn(world, "log_bin") && isOn(world, "log_bin_trust_function_creators") && (world.variables.get("binlog_format") ?? "ROW").toUpperCase() !== "ROW" ? { severity: "warning", message: "log_bin_trust_function_creators is on and the binary log holds statements: a function of a low account runs on replicas with all rights, and may do something else there." } : undefined),
  setting("schema/sql-mode-not-strict", "Values that do not fit are cut silently", "Without STRICT_TRANS_TABLES or STRICT_ALL_TABLES a text that is too long is cut, and a wrong date becomes zeros, with a warning that no application reads.", "schema", ({ variables }) =>
    variables.has("sql_mode") && !/STRICT_(?:TRANS|ALL)_TABLES|TRADITIONAL/.test(variables.get("sql_mode") ?? "") ? { severity: "warning", message: "The server's sql_mode is not strict: values that do not fit are cut or turned to zeros instead of being refused." } : undefined),
  setting("schema/foreign-key-checks-off", "Foreign keys are not checked", "A global foreign_key_checks=0 holds for every new connection: rows without parents come in unseen.", "schema", ({ variables }) =>
    /^(?:OFF|0)$/i.test(variables.get("foreign_key_checks") ?? "") ? { severity: "error", message: "foreign_key_checks is off for every new connection: foreign keys hold nothing." } : undefined),
];
