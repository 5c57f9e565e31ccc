import { analyse } from "./analyse.ts";
import { temporarySchema } from "./facts/state.ts";
import type { Flavour } from "./flavourName.ts";
import { nameOf } from "./ownName.ts";
import type { Token } from "./scan/tokens.ts";
import { tokensOf } from "./scan/tokens.ts";
import { split } from "./split.ts";

/** What acts on the whole server, its files, its accounts or another database: dropping a scratch database does not take it back. `database`: the session's own. */
export function reachesBeyond(sql: string, flavour: Flavour, version?: number, database?: string): boolean {
  const tokens = tokensOf(sql, flavour);
  const words = tokens.map((token) => token.upper);
  const [first, second] = words;
  if (first === "USE") return !isNamed(tokens[1], database);
  if (first === "SHUTDOWN" || first === "KILL" || first === "FLUSH" || first === "RESET" || first === "PURGE" || first === "CHANGE" || first === "GRANT" || first === "REVOKE" || first === "CLONE") return true;
  if (first === "SET" && words.some((word) => word === "GLOBAL" || word === "PERSIST" || word === "PERSIST_ONLY" || word === "PASSWORD" || word === "ROLE" || /^@@(?:GLOBAL|PERSIST|PERSIST_ONLY)\./.test(word))) return true;
  if (first === "ALTER" && (second === "DATABASE" || second === "SCHEMA") && (isNamed(tokens[2], database) || databaseOptions.has(words[2] ?? ""))) return false;
  if ((first === "CREATE" || first === "ALTER" || first === "DROP" || first === "RENAME") && words.slice(1, 4).some((word) => word === "USER" || word === "ROLE" || word === "DATABASE" || word === "SCHEMA" || word === "SERVER" || word === "TABLESPACE" || word === "INSTANCE" || word === "RESOURCE")) return true;
  if ((first === "INSTALL" || first === "UNINSTALL") || (first === "LOAD" && (second === "DATA" || second === "XML"))) return true;
  if (words.some((word, at) => word === "INTO" && (words[at + 1] === "OUTFILE" || words[at + 1] === "DUMPFILE"))) return true;
  return database !== undefined && tokens.some((token) => token.text === ".") && namesAnother(sql, flavour, version, database);
}

/** After ALTER DATABASE without a name comes an option of the session's own. */
const databaseOptions = new Set(["DEFAULT", "CHARACTER", "CHARSET", "COLLATE"]);

/** Databases of which everybody may read, and in which nobody writes by a script. */
const serverOwn = new Set(["information_schema", "performance_schema"]);

function isNamed(token: Token | undefined, database: string | undefined): boolean {
  return token !== undefined && (token.kind === "word" || token.kind === "name") && nameOf(token) === database;
}

/** True where a statement, or the body in it, names an object of a database that is not the session's own. */
function namesAnother(sql: string, flavour: Flavour, version: number | undefined, database: string): boolean {
  const { statements } = analyse(split(sql, flavour, version), flavour, version, database);
  const objects = statements.flatMap((facts) => [...facts.defines, ...facts.uses, ...facts.drops, ...facts.renames.flatMap(({ from, to }) => [from, to]), ...facts.destroys.map((one) => one.object)]);
  return objects.some(({ schema }) => schema !== undefined && schema !== database && schema !== temporarySchema && !serverOwn.has(schema.toLowerCase()));
}

/** Nothing that runs inside of a transaction here escapes its rollback, but what `reachesBeyond` tells. */
export function leavesTraces(): boolean {
  return false;
}
