import type { Dialect } from "../../../core/engineId.ts";
import { dialectOfUrl } from "../../../engines/load.ts";
import type { Check } from "./check.ts";

const urls = ["DATABASE_URL", "SHADOW_DATABASE_URL", "POSTGRES_URL", "POSTGRESQL_URL", "MYSQL_URL", "MARIADB_URL", "MONGODB_URI", "MONGODB_URL", "MONGO_URL", "SQLITE_URL"];
const parts = ["PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD", "PGPASSFILE", "PGSERVICE", "PGSSLMODE", "PGSSLROOTCERT", "PGOPTIONS", "MYSQL_HOST", "MYSQL_TCP_PORT", "MYSQL_USER", "MYSQL_PWD", "MARIADB_HOST", "MONGODB_USER", "MONGODB_PASSWORD"];
const sslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

/** The environment variables that name databases: which are set and whether they can be read. A value is never shown. */
export function checkVariables(variables: Readonly<Record<string, string | undefined>>): Check[] {
  const checks = urls.flatMap((name) => checkUrl(name, variables[name]));
  const set = parts.filter((name) => (variables[name] ?? "") !== "");
  checks.push(...set.flatMap((name) => checkPart(name, variables[name] ?? "")));
  if (set.length > 0) checks.push({ key: "variables", name: "Variables of the drivers", status: "passed", detail: `${set.join(", ")} ${set.length === 1 ? "is" : "are"} set (values are not shown).` });
  if (checks.length === 0) checks.push({ key: "variables", name: "Environment variables", status: "skipped", detail: "None that names a database is set." });
  return checks;
}

function checkUrl(name: string, value: string | undefined): Check[] {
  if (value === undefined) return [];
  const found = { key: "url", name };
  if (value.trim() === "") return [{ ...found, status: "warning", detail: "is set but empty.", next: "Set it to a URL, or unset it." }];
  if (value !== value.trim() || /^["']/.test(value)) return [{ ...found, status: "failed", detail: "has blanks or quotes around its value.", next: "Remove them." }];
  let dialect: Dialect;
  try {
    dialect = dialectOfUrl(value);
  } catch {
    return [{ ...found, status: "failed", detail: "names no engine that is known here.", next: "Start it with sqlite:, postgres://, mysql://, mariadb:// or mongodb://." }];
  }
  if (dialect !== "sqlite" && !readable(value)) {
    return [{ ...found, status: "failed", detail: `names ${dialect}, but cannot be read as a URL.`, next: "Encode special characters of the password: @ is %40, / is %2F, # is %23, % is %25." }];
  }
  return [{ ...found, status: "passed", detail: `names a ${dialect} database and can be read (its value is not shown).` }];
}

/** Several members of a replica set make no URL in the general sense. */
function readable(value: string): boolean {
  return URL.canParse(value.replace(/^(mongodb:\/\/(?:[^/?#]*@)?)([^/?#@,]*)(?:,[^/?#@,]+)+/i, "$1$2"));
}

function checkPart(name: string, value: string): Check[] {
  if ((name === "PGPORT" || name === "MYSQL_TCP_PORT") && !(/^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535)) {
    return [{ key: "variables", name, status: "failed", detail: "is not a port number.", next: "Give a number from 1 to 65535." }];
  }
  if (name === "PGSSLMODE" && !sslModes.includes(value)) {
    return [{ key: "variables", name, status: "failed", detail: "is not a mode that PostgreSQL knows.", next: `It is one of ${sslModes.join(", ")}.` }];
  }
  return [];
}
