import { sequence } from "./rule.ts";
import type { FlavourRule } from "./rule.ts";

const dml = /^(?:INSERT|REPLACE|DELETE)$/;

/** What queries and changes of rows may say to one flavour only. */
export const queryRules: readonly FlavourRule[] = [
  {
    name: "returning", takes: { mysql: null, mariadb: 100_500 }, what: "RETURNING", instead: { mysql: "a SELECT of the rows (LAST_INSERT_ID() tells the new key)" },
    find: ({ tokens, verb }) => (dml.test(verb) ? (lastReturning(tokens) ?? sequence(tokens, ")", "RETURNING")) : undefined),
  },
  {
    name: "update-returning", takes: { mysql: null, mariadb: 130_000 }, what: "UPDATE … RETURNING", instead: { mysql: "a SELECT of the rows after it", mariadb: "a SELECT of the rows after it" },
    find: ({ tokens, verb }) => (verb === "UPDATE" ? lastReturning(tokens) : undefined),
  },
  {
    name: "json-arrow", takes: { mysql: 0, mariadb: null }, what: "The operator -> of JSON", instead: { mariadb: "JSON_EXTRACT(column, path)" },
    find: ({ tokens }) => tokens.find((token) => token.upper === "->"),
  },
  {
    name: "json-unquoting-arrow", takes: { mysql: 0, mariadb: null }, what: "The operator ->> of JSON", instead: { mariadb: "JSON_UNQUOTE(JSON_EXTRACT(column, path)) or JSON_VALUE(column, path)" },
    find: ({ tokens }) => tokens.find((token) => token.upper === "->>"),
  },
  {
    name: "json-table", takes: { mysql: 80_004, mariadb: 100_600 }, what: "JSON_TABLE", instead: { mysql: "JSON_EXTRACT with a table of numbers", mariadb: "JSON_EXTRACT with a table of numbers" },
    find: ({ tokens }) => sequence(tokens, "JSON_TABLE", "("),
  },
  {
    name: "lateral", takes: { mysql: 80_014, mariadb: 120_000 }, what: "LATERAL", instead: { mysql: "a correlated subquery in the select list, or a window function", mariadb: "a correlated subquery in the select list, or a window function" },
    find: ({ tokens }) => sequence(tokens, "LATERAL", "("),
  },
  {
    name: "member-of", takes: { mysql: 80_017, mariadb: null }, what: "MEMBER OF", instead: { mariadb: "JSON_CONTAINS(array, value)" },
    find: ({ tokens }) => sequence(tokens, "MEMBER", "OF", "("),
  },
  {
    name: "except", takes: { mysql: 80_031, mariadb: 100_300 }, what: "EXCEPT", instead: { mysql: "NOT EXISTS", mariadb: "NOT EXISTS" },
    find: ({ tokens }) => setOperator(tokens, "EXCEPT"),
  },
  {
    name: "intersect", takes: { mysql: 80_031, mariadb: 100_300 }, what: "INTERSECT", instead: { mysql: "EXISTS", mariadb: "EXISTS" },
    find: ({ tokens }) => setOperator(tokens, "INTERSECT"),
  },
  {
    name: "fetch-first", takes: { mysql: null, mariadb: 100_600 }, what: "FETCH FIRST … ROWS", instead: { mysql: "LIMIT", mariadb: "LIMIT" },
    find: ({ tokens, verb }) => (verb === "SELECT" || verb === "WITH" ? (sequence(tokens, "FETCH", "FIRST") ?? sequence(tokens, "FETCH", "NEXT")) : undefined),
  },
  {
    name: "values-row", takes: { mysql: 80_019, mariadb: null }, what: "VALUES ROW(…)", instead: { mariadb: "VALUES (…)" },
    find: ({ tokens }) => sequence(tokens, "VALUES", "ROW", "("),
  },
  {
    name: "table-statement", takes: { mysql: 80_019, mariadb: null }, what: "TABLE as a query", instead: { mariadb: "SELECT * FROM the table" },
    find: ({ tokens, verb }) => (verb === "TABLE" ? tokens[0] : undefined),
  },
  {
    name: "inserted-row-alias", takes: { mysql: 80_019, mariadb: null }, what: "An alias of the inserted row", instead: { mariadb: "VALUES(column) in ON DUPLICATE KEY UPDATE" },
    find: ({ tokens, verb }) => (verb === "INSERT" ? (sequence(tokens, "AS", "*", "ON", "DUPLICATE") ?? sequence(tokens, ")", "AS", "*", "(")) : undefined),
  },
  {
    name: "for-share", takes: { mysql: 80_001, mariadb: null }, what: "FOR SHARE", instead: { mariadb: "LOCK IN SHARE MODE" },
    find: ({ tokens }) => sequence(tokens, "FOR", "SHARE"),
  },
  {
    name: "skip-locked", takes: { mysql: 80_001, mariadb: 100_600 }, what: "SKIP LOCKED", instead: { mysql: "NOWAIT", mariadb: "NOWAIT" },
    find: ({ tokens }) => sequence(tokens, "SKIP", "LOCKED"),
  },
  {
    name: "system-time", takes: { mysql: null, mariadb: 0 }, what: "FOR SYSTEM_TIME", instead: { mysql: "a history table of your own, filled by triggers" },
    find: ({ tokens }) => sequence(tokens, "FOR", "SYSTEM_TIME"),
  },
];

type Tokens = Parameters<FlavourRule["find"]>[0]["tokens"];

/** RETURNING outside of parentheses, where a clause may begin. */
function lastReturning(tokens: Tokens): Tokens[number] | undefined {
  let depth = 0;
  return tokens.find((token, at) => {
    if (token.upper === "(") depth++;
    if (token.upper === ")") depth--;
    return depth === 0 && token.upper === "RETURNING" && tokens[at - 1]?.upper !== "." && at > 2 && at + 1 < tokens.length;
  });
}

function setOperator(tokens: Tokens, word: string): Tokens[number] | undefined {
  return tokens.find((token, at) => token.upper === word && /^(?:SELECT|VALUES|TABLE|ALL|DISTINCT|\()$/.test(tokens[at + 1]?.upper ?? "") && at > 0 && tokens[at - 1]?.upper !== ".");
}
