import type { Cursor } from "../facts/cursor.ts";
import type { Token } from "../scan/tokens.ts";
import { isKey, outside, sequence } from "./rule.ts";
import type { FlavourRule, StatementShape } from "./rule.ts";

const invisible = /^INVISIBLE$/;

/** What tables, columns and indexes may say to one flavour only. */
export const tableRules: readonly FlavourRule[] = [
  {
    name: "functional-index", takes: { mysql: 80_013, mariadb: null }, what: "An index on an expression", instead: { mariadb: "a generated column, and an index on that" },
    find: (statement) => functionalPart(statement),
  },
  {
    name: "invisible-index", takes: { mysql: 80_000, mariadb: null }, what: "An index that is INVISIBLE", instead: { mariadb: "IGNORED" },
    find: ({ tokens, verb, items }) => (verb === "CREATE INDEX" ? behindKey(tokens, invisible) : first(items, (item) => (isKey(item) || alters(item, "INDEX") ? outside(item).find((token) => invisible.test(token.upper)) : undefined))),
  },
  {
    name: "ignored-index", takes: { mysql: null, mariadb: 100_600 }, what: "An index that is IGNORED", instead: { mysql: "INVISIBLE", mariadb: "no index, or DROP INDEX" },
    find: ({ tokens, verb, items }) => (verb === "CREATE INDEX" ? behindKey(tokens, /^IGNORED$/) : first(items, (item) => (isKey(item) || alters(item, "INDEX") ? outside(item).find((token) => token.upper === "IGNORED") : undefined))),
  },
  {
    name: "visible-column", takes: { mysql: 80_023, mariadb: null }, what: "VISIBLE of a column", instead: { mariadb: "the column without it, as columns are visible unless they are INVISIBLE" },
    find: ({ items }) => first(items, (item) => (isKey(item) || alters(item, "INDEX") ? undefined : outside(item).slice(2).find((token) => token.upper === "VISIBLE"))),
  },
  {
    name: "set-invisible", takes: { mysql: 80_023, mariadb: null }, what: "ALTER COLUMN … SET INVISIBLE", instead: { mariadb: "MODIFY COLUMN with the column's whole definition and INVISIBLE" },
    find: ({ items }) => first(items, (item) => sequence(outside(item), "SET", "INVISIBLE")),
  },
  {
    name: "enforced", takes: { mysql: 80_016, mariadb: null }, what: "[NOT] ENFORCED of a check", instead: { mariadb: "the check without it (all are enforced), or no check" },
    find: ({ items }) => first(items, (item) => outside(item).slice(1).find((token) => token.upper === "ENFORCED")),
  },
  {
    name: "drop-check", takes: { mysql: 80_016, mariadb: null }, what: "DROP CHECK", instead: { mariadb: "DROP CONSTRAINT" },
    find: ({ items }) => first(items, (item) => (item.is("DROP", "CHECK") && item.isName(2) ? item.token() : undefined)),
  },
  {
    name: "rename-column", takes: { mysql: 80_000, mariadb: 100_502 }, what: "RENAME COLUMN", instead: { mysql: "CHANGE COLUMN with the column's whole definition", mariadb: "CHANGE COLUMN with the column's whole definition" },
    find: ({ items }) => first(items, (item) => (item.is("RENAME", "COLUMN") ? item.token() : undefined)),
  },
  {
    name: "rename-index", takes: { mysql: 0, mariadb: 100_502 }, what: "RENAME INDEX", instead: { mariadb: "ADD INDEX with the new name, and DROP INDEX" },
    find: ({ items }) => first(items, (item) => (item.is("RENAME", "INDEX") || item.is("RENAME", "KEY") ? item.token() : undefined)),
  },
  {
    name: "system-versioning", takes: { mysql: null, mariadb: 0 }, what: "SYSTEM VERSIONING", instead: { mysql: "a history table of your own, filled by triggers" },
    find: ({ tokens, verb }) => (verb === "CREATE TABLE" || verb === "ALTER TABLE" ? (sequence(tokens, "WITH", "SYSTEM", "VERSIONING") ?? sequence(tokens, "ADD", "SYSTEM", "VERSIONING") ?? sequence(tokens, "PERIOD", "FOR")) : undefined),
  },
  {
    name: "own-type", takes: { mysql: null, mariadb: 101_010 }, what: "A column of the type UUID, INET4 or INET6", instead: { mysql: "BINARY(16) with UUID_TO_BIN or INET6_ATON", mariadb: "BINARY(16)" },
    find: ({ items }) => first(items, (item) => ofType(item, /^(?:UUID|INET4|INET6)$/)),
  },
  {
    name: "vector-type", takes: { mysql: 90_000, mariadb: 110_701 }, what: "A column of the type VECTOR", instead: { mysql: "BLOB or JSON", mariadb: "BLOB or JSON" },
    find: ({ items }) => first(items, (item) => ofType(item, /^VECTOR$/)),
  },
  {
    name: "bare-default", takes: { mysql: null, mariadb: 100_201 }, what: "A default that is computed, without parentheses", instead: { mysql: "DEFAULT (…) in parentheses" },
    find: ({ items }) => first(items, (item) => bareDefault(outside(item))),
  },
  {
    name: "default-of-text", takes: { mysql: null, mariadb: 100_201 }, what: "A plain default of a TEXT, BLOB or JSON column", instead: { mysql: "DEFAULT ('…') in parentheses" },
    find: ({ items }) => first(items, (item) => textDefault(item)),
  },
  {
    name: "persistent", takes: { mysql: null, mariadb: 0 }, what: "PERSISTENT of a generated column", instead: { mysql: "STORED" },
    find: ({ items }) => first(items, (item) => sequence(outside(item), ")", "PERSISTENT")),
  },
  {
    name: "compressed-column", takes: { mysql: null, mariadb: 0 }, what: "A COMPRESSED column", instead: { mysql: "ROW_FORMAT=COMPRESSED for the table" },
    find: ({ items }) => first(items, (item) => (isKey(item) ? undefined : outside(item).find((token, at, all) => at > 1 && token.upper === "COMPRESSED" && all[at - 1]?.upper !== "=" && all[at - 1]?.upper !== "ROW_FORMAT"))),
  },
  {
    name: "not-null-generated", takes: { mysql: 0, mariadb: null }, what: "NOT NULL of a generated column", instead: { mariadb: "the column without it, and a CHECK that it IS NOT NULL" },
    find: ({ items }) => first(items, (item) => notNullGenerated(outside(item))),
  },
  {
    name: "uca-0900", takes: { mysql: 80_000, mariadb: 110_405 }, what: "A collation with 0900 in its name", instead: { mariadb: "utf8mb4_unicode_520_ci, or utf8mb4_uca1400_ai_ci from 10.10 on" },
    find: ({ tokens }) => tokens.find((token) => /^['"`]?utf8mb4_(?:\w+_)?0900_\w+['"`]?$/i.test(token.text)),
  },
  {
    name: "uca-1400", takes: { mysql: null, mariadb: 101_000 }, what: "A collation with uca1400 in its name", instead: { mysql: "utf8mb4_0900_ai_ci", mariadb: "utf8mb4_unicode_520_ci" },
    find: ({ tokens }) => tokens.find((token) => /^['"`]?(?:\w+_)?uca1400_\w+['"`]?$/i.test(token.text)),
  },
  {
    name: "srid", takes: { mysql: 80_003, mariadb: null }, what: "SRID of a column", instead: { mariadb: "REF_SYSTEM_ID=…" },
    find: ({ items }) => first(items, (item) => sequence(outside(item).slice(2), "SRID")),
  },
  {
    name: "aria", takes: { mysql: null, mariadb: 0 }, what: "ENGINE=Aria", instead: { mysql: "ENGINE=InnoDB" },
    find: ({ tokens, verb }) => (verb === "CREATE TABLE" || verb === "ALTER TABLE" ? (sequence(tokens, "ENGINE", "=", "ARIA") ?? sequence(tokens, "ENGINE", "ARIA")) : undefined),
  },
];

function first(items: readonly Cursor[], find: (item: Cursor) => Token | undefined): Token | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `ALTER INDEX name …`. */
function alters(item: Cursor, word: string): boolean {
  return item.is("ALTER", word) || (word === "INDEX" && item.is("ALTER", "KEY"));
}

/** An option behind the columns of CREATE INDEX. */
function behindKey(tokens: readonly Token[], words: RegExp): Token | undefined {
  const last = tokens.findLastIndex((token) => token.upper === ")");
  return tokens.slice(last + 1).find((token) => words.test(token.upper));
}

/** `((expression))` among the parts of a key. */
function functionalPart({ tokens, verb, items }: StatementShape): Token | undefined {
  const inKey = (part: readonly Token[]): Token | undefined => {
    const open = part.findIndex((token) => token.upper === "(");
    let depth = 0;
    return part.slice(open).find((token, at, all) => {
      if (token.upper === ")") depth--;
      const starts = token.upper === "(" && depth === 1 && (all[at - 1]?.upper === "(" || all[at - 1]?.upper === ",");
      if (token.upper === "(") depth++;
      return starts;
    });
  };
  if (verb === "CREATE INDEX") return inKey(tokens);
  return first(items, (item) => (isKey(item) && !outside(item).some((token) => token.upper === "CHECK" || token.upper === "FOREIGN") ? inKey(item.tokens.slice(item.at, item.end)) : undefined));
}

/** The type of a column that is made or changed. */
function ofType(item: Cursor, type: RegExp): Token | undefined {
  if (isKey(item)) return undefined;
  const words = outside(item);
  let at = 0;
  if (/^(?:ADD|MODIFY|CHANGE)$/.test(words[0]?.upper ?? "")) at = words[0]?.upper === "CHANGE" ? 2 : 1;
  else if (/^(?:ALTER|DROP|RENAME|CONVERT|ORDER)$/.test(words[0]?.upper ?? "")) return undefined;
  if (words[at - (words[0]?.upper === "CHANGE" ? 1 : 0)]?.upper === "COLUMN") at++;
  const found = words[at + 1];
  return found !== undefined && type.test(found.upper) ? found : undefined;
}

function bareDefault(words: readonly Token[]): Token | undefined {
  const at = words.findIndex((token, index) => token.upper === "DEFAULT" && index > 0 && words[index - 1]?.upper !== "SET");
  const value = words[at + 1];
  if (at === -1 || value?.kind !== "word" || /^(?:CURRENT_TIMESTAMP|NOW|LOCALTIME|LOCALTIMESTAMP|NULL|TRUE|FALSE|CHARACTER|CHARSET|COLLATE|NEXT|ROLE)$/.test(value.upper) || value.text.startsWith("_")) return undefined;
  return words[at + 2]?.upper === "(" ? value : undefined;
}

function textDefault(item: Cursor): Token | undefined {
  if (ofType(item, /^(?:TINY|MEDIUM|LONG)?(?:TEXT|BLOB)$|^JSON$/) === undefined) return undefined;
  const words = outside(item);
  const at = words.findIndex((token) => token.upper === "DEFAULT");
  const value = words[at + 1];
  return at !== -1 && (value?.kind === "string" || value?.kind === "number") ? words[at] : undefined;
}

function notNullGenerated(words: readonly Token[]): Token | undefined {
  const as = words.findIndex((token, at) => token.upper === "AS" && words[at + 1]?.upper === "(" && at > 1);
  return as === -1 ? undefined : sequence(words.slice(as), "NOT", "NULL");
}
