import { sequence } from "./rule.ts";
import type { FlavourRule } from "./rule.ts";

/** Statements, and forms of them, that one flavour has and the other has not. */
export const statementRules: readonly FlavourRule[] = [
  {
    name: "create-or-replace", takes: { mysql: null, mariadb: 0 }, what: "CREATE OR REPLACE of anything but a view", instead: { mysql: "DROP … IF EXISTS, then CREATE" },
    find: ({ tokens, verb }) => (verb.startsWith("CREATE ") && verb !== "CREATE VIEW" && verb !== "CREATE REFERENCE" ? sequence(tokens.slice(0, 3), "CREATE", "OR", "REPLACE") : undefined),
  },
  {
    name: "if-exists-in-alter", takes: { mysql: null, mariadb: 0 }, what: "IF [NOT] EXISTS inside ALTER TABLE", instead: { mysql: "the change without it (information_schema tells what is there), or a procedure that looks first" },
    find: ({ tokens, verb }) => (verb === "ALTER TABLE" ? (sequence(tokens, "IF", "EXISTS") ?? sequence(tokens, "IF", "NOT", "EXISTS")) : undefined),
  },
  {
    name: "if-exists-of-index", takes: { mysql: null, mariadb: 0 }, what: "IF [NOT] EXISTS of an index", instead: { mysql: "CREATE INDEX or DROP INDEX without it" },
    find: ({ tokens, verb }) => (verb === "CREATE INDEX" || verb === "DROP INDEX" ? (sequence(tokens, "IF", "EXISTS") ?? sequence(tokens, "IF", "NOT", "EXISTS")) : undefined),
  },
  {
    name: "if-not-exists-of-view", takes: { mysql: 90_100, mariadb: 0 }, what: "CREATE VIEW IF NOT EXISTS", instead: { mysql: "CREATE OR REPLACE VIEW" },
    find: ({ tokens, verb }) => (verb === "CREATE VIEW" ? sequence(tokens, "VIEW", "IF", "NOT", "EXISTS") : undefined),
  },
  {
    name: "if-not-exists-of-program", takes: { mysql: 80_029, mariadb: 0 }, what: "CREATE PROCEDURE, FUNCTION or TRIGGER … IF NOT EXISTS", instead: { mysql: "DROP … IF EXISTS, then CREATE" },
    find: ({ tokens, verb }) => (/^CREATE (?:PROCEDURE|FUNCTION|TRIGGER)$/.test(verb) ? sequence(tokens.slice(0, 12), verb.slice(7), "IF", "NOT", "EXISTS") : undefined),
  },
  {
    name: "rename-if-exists", takes: { mysql: null, mariadb: 0 }, what: "RENAME TABLE IF EXISTS", instead: { mysql: "RENAME TABLE without it" },
    find: ({ tokens, verb }) => (verb === "RENAME TABLE" ? sequence(tokens, "IF", "EXISTS") : undefined),
  },
  {
    name: "sequence", takes: { mysql: null, mariadb: 0 }, what: "A sequence", instead: { mysql: "an AUTO_INCREMENT column" },
    find: ({ tokens, verb }) => (/^(?:CREATE|ALTER|DROP) SEQUENCE$/.test(verb) ? sequence(tokens, "SEQUENCE") : (sequence(tokens, "NEXT", "VALUE", "FOR") ?? sequence(tokens, "PREVIOUS", "VALUE", "FOR"))),
  },
  {
    name: "not-atomic", takes: { mysql: null, mariadb: 0 }, what: "BEGIN NOT ATOMIC", instead: { mysql: "a procedure that is called and dropped" },
    find: ({ tokens }) => sequence(tokens.slice(0, 3), "BEGIN", "NOT", "ATOMIC"),
  },
  {
    name: "execute-immediate", takes: { mysql: null, mariadb: 0 }, what: "EXECUTE IMMEDIATE", instead: { mysql: "PREPARE, EXECUTE and DEALLOCATE PREPARE" },
    find: ({ tokens }) => sequence(tokens, "EXECUTE", "IMMEDIATE"),
  },
  {
    name: "set-statement", takes: { mysql: null, mariadb: 0 }, what: "SET STATEMENT … FOR", instead: { mysql: "SET SESSION before the statement, and back after it" },
    find: ({ tokens }) => sequence(tokens.slice(0, 2), "SET", "STATEMENT"),
  },
  {
    name: "set-persist", takes: { mysql: 80_000, mariadb: null }, what: "SET PERSIST", instead: { mariadb: "SET GLOBAL, and the value in the server's configuration file" },
    find: ({ tokens, verb }) => (verb === "SET" ? (sequence(tokens, "SET", "PERSIST") ?? sequence(tokens, "SET", "PERSIST_ONLY") ?? tokens.find((token) => /^@@PERSIST(?:_ONLY)?\./.test(token.upper))) : undefined),
  },
  {
    name: "identified-via", takes: { mysql: null, mariadb: 0 }, what: "IDENTIFIED VIA", instead: { mysql: "IDENTIFIED WITH" },
    find: ({ tokens }) => sequence(tokens, "IDENTIFIED", "VIA"),
  },
  {
    name: "grant-identified", takes: { mysql: null, mariadb: 0 }, what: "GRANT … IDENTIFIED BY", instead: { mysql: "CREATE USER … IDENTIFIED BY, then GRANT" },
    find: ({ tokens, verb }) => (verb === "GRANT" ? sequence(tokens, "IDENTIFIED") : undefined),
  },
  {
    name: "default-role-to", takes: { mysql: 80_000, mariadb: null }, what: "SET DEFAULT ROLE … TO", instead: { mariadb: "SET DEFAULT ROLE … FOR" },
    find: ({ tokens, verb }) => (verb === "SET" && sequence(tokens.slice(0, 3), "SET", "DEFAULT", "ROLE") !== undefined ? sequence(tokens, "TO") : undefined),
  },
  {
    name: "default-role-for", takes: { mysql: null, mariadb: 0 }, what: "SET DEFAULT ROLE … FOR", instead: { mysql: "SET DEFAULT ROLE … TO" },
    find: ({ tokens, verb }) => (verb === "SET" && sequence(tokens.slice(0, 3), "SET", "DEFAULT", "ROLE") !== undefined ? sequence(tokens, "FOR") : undefined),
  },
  {
    name: "role-with-admin", takes: { mysql: null, mariadb: 0 }, what: "CREATE ROLE … WITH ADMIN", instead: { mysql: "GRANT role TO account WITH ADMIN OPTION" },
    find: ({ tokens, verb }) => (verb === "CREATE ROLE" ? sequence(tokens, "WITH", "ADMIN") : undefined),
  },
  {
    name: "for-loop", takes: { mysql: null, mariadb: 0 }, what: "FOR … DO in a stored program", instead: { mysql: "WHILE, or a cursor with LOOP" },
    find: ({ tokens, verb }) => (/^CREATE (?:PROCEDURE|FUNCTION|TRIGGER|EVENT)$/.test(verb) ? sequence(tokens, "FOR", "*", "IN") : undefined),
  },
  {
    name: "alter-wait", takes: { mysql: null, mariadb: 0 }, what: "WAIT or NOWAIT of ALTER TABLE", instead: { mysql: "SET lock_wait_timeout before it" },
    find: ({ tokens, verb }) => (verb === "ALTER TABLE" ? tokens.slice(3, 6).find((token) => token.upper === "WAIT" || token.upper === "NOWAIT") : undefined),
  },
  {
    name: "explain-analyze", takes: { mysql: 80_018, mariadb: null }, what: "EXPLAIN ANALYZE", instead: { mariadb: "ANALYZE before the statement" },
    find: ({ tokens }) => sequence(tokens.slice(0, 2), "EXPLAIN", "ANALYZE"),
  },
  {
    name: "algorithm-nocopy", takes: { mysql: null, mariadb: 100_302 }, what: "ALGORITHM=NOCOPY", instead: { mysql: "ALGORITHM=INPLACE" },
    find: ({ tokens }) => sequence(tokens, "ALGORITHM", "=", "NOCOPY") ?? sequence(tokens, "ALGORITHM", "NOCOPY"),
  },
];
