import type { Flavour } from "./flavourName.ts";
import { tokensOf } from "./scan/tokens.ts";

/** What acts on the whole server, its files, its accounts or another database: dropping a scratch database does not take it back. */
export function reachesBeyond(sql: string, flavour: Flavour): boolean {
  const words = tokensOf(sql, flavour).map((token) => token.upper);
  const [first, second] = words;
  if (first === "USE" || first === "SHUTDOWN" || first === "KILL" || first === "FLUSH" || first === "RESET" || first === "PURGE" || first === "CHANGE" || first === "GRANT" || first === "REVOKE" || first === "CLONE") return true;
  if (first === "SET" && words.some((word) => word === "GLOBAL" || word === "PERSIST" || word === "PERSIST_ONLY" || word === "PASSWORD" || word === "ROLE" || /^@@(?:GLOBAL|PERSIST|PERSIST_ONLY)\./.test(word))) return true;
  if ((first === "CREATE" || first === "ALTER" || first === "DROP" || first === "RENAME") && words.slice(1, 4).some((word) => word === "USER" || word === "ROLE" || word === "DATABASE" || word === "SCHEMA" || word === "SERVER" || word === "TABLESPACE" || word === "INSTANCE" || word === "RESOURCE")) return true;
  if ((first === "INSTALL" || first === "UNINSTALL") || (first === "LOAD" && (second === "DATA" || second === "XML"))) return true;
  return words.some((word, at) => word === "INTO" && (words[at + 1] === "OUTFILE" || words[at + 1] === "DUMPFILE"));
}

/** Nothing that runs inside of a transaction here escapes its rollback, but what `reachesBeyond` tells. */
export function leavesTraces(): boolean {
  return false;
}
