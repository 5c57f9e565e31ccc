import type { Flavour } from "../../../../src/engines/mysql/flavourName.ts";

/** Names that no other test has. */
export interface Names {
  readonly database: string;
  readonly other: string;
  /** The beginning of every account's name. */
  readonly account: string;
  /** An address of documentation (RFC 5737): nobody can log in from there. */
  readonly nowhere: string;
}

export const password = "Planted-1-pass!";

/** Accounts, in their order, each with what it is granted; what stands for a defect or a control is said in the test. */
export function accountStatements({ account: a, database, other, nowhere }: Names, flavour: Flavour): string[] {
  const make = (name: string, host: string, how = `IDENTIFIED BY '${password}'`): string => `CREATE USER '${a}${name}'@'${host}' ${how}`;
  const exact = `\`${database.replace("_", "\\_")}\`.*`;
  return [
    `CREATE USER ''@'${nowhere}' IDENTIFIED BY '${password}'`,
    make("empty", nowhere, "IDENTIFIED BY ''"),
    make("locked", "%", "IDENTIFIED BY '' ACCOUNT LOCK"),
    make("admin", "%"), `GRANT ALL PRIVILEGES ON *.* TO '${a}admin'@'%' WITH GRANT OPTION`,
    make("admin", "localhost"), `GRANT ALL PRIVILEGES ON *.* TO '${a}admin'@'localhost' WITH GRANT OPTION`,
    make("maker", nowhere), `GRANT CREATE USER ON *.* TO '${a}maker'@'${nowhere}'`,
    make("wide", "%"), `GRANT SELECT, UPDATE ON *.* TO '${a}wide'@'%'`,
    make("backup", "localhost"), `GRANT SELECT, LOCK TABLES, PROCESS ON *.* TO '${a}backup'@'localhost'`,
    make("file", nowhere), `GRANT FILE ON *.* TO '${a}file'@'${nowhere}'`,
    make("process", nowhere), `GRANT PROCESS ON *.* TO '${a}process'@'${nowhere}'`,
    make("granter", nowhere), `GRANT SELECT ON ${exact} TO '${a}granter'@'${nowhere}' WITH GRANT OPTION`,
    make("wild", nowhere), `GRANT CREATE ON \`${database}\`.* TO '${a}wild'@'${nowhere}'`,
    make("tame", nowhere), `GRANT CREATE ON ${exact} TO '${a}tame'@'${nowhere}'`, `GRANT CREATE ON \`${other}%\`.* TO '${a}tame'@'${nowhere}'`,
    make("proxy", nowhere), 
    // Written and not loaded: the account of the tests may not grant PROXY.
    `INSERT INTO mysql.proxies_priv (Host, User, Proxied_host, Proxied_user, With_grant, Grantor) VALUES ('${nowhere}', '${a}proxy', 'localhost', '${a}admin', 0, ''), ('${nowhere}', '${a}tame', 'localhost', '${a}backup', 0, '')`,
    make("host", `${a}.example.com`.replaceAll("_", "-")),
    make("app", "%"), make("reader", "%"), make("columns", "%"), make("narrow", "%"),
    make("definer", "localhost", `IDENTIFIED BY '${password}' ACCOUNT LOCK`), `GRANT SELECT, EXECUTE ON ${exact} TO '${a}definer'@'localhost'`,
    ...(flavour === "mariadb" ? [make("named", nowhere, `IDENTIFIED BY '${a}named'`), make("socket", "localhost", "IDENTIFIED VIA unix_socket")] : []),
  ];
}

/** What is in the database. */
export function objectStatements({ account: a }: Names, root: string): string[] {
  const definer = `'${a}definer'@'localhost'`;
  const own = "owner = SUBSTRING_INDEX(USER(), '@', 1)";
  return [
    "CREATE TABLE notes (id int AUTO_INCREMENT PRIMARY KEY, owner varchar(80) NOT NULL, body varchar(80))",
    "CREATE TABLE people (id int PRIMARY KEY, name varchar(40), token varchar(40))",
    "CREATE TABLE parents (id int PRIMARY KEY)",
    "CREATE TABLE children (id int PRIMARY KEY, parent int, CONSTRAINT of_parent FOREIGN KEY (parent) REFERENCES parents (id), CONSTRAINT of_other FOREIGN KEY (parent) REFERENCES parents (id))",
    "CREATE TABLE few (id tinyint AUTO_INCREMENT PRIMARY KEY)", "INSERT INTO few VALUES (126)",
    "CREATE TABLE many (id int AUTO_INCREMENT PRIMARY KEY)", "INSERT INTO many VALUES (126)",
    "CREATE TABLE old (id int PRIMARY KEY) ENGINE=MyISAM",
    "CREATE TABLE cache (id int PRIMARY KEY) ENGINE=MEMORY",
    "CREATE TABLE letters (id int PRIMARY KEY, t varchar(20)) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin",
    "CREATE TABLE ascii_letters (id int PRIMARY KEY, t varchar(20)) CHARACTER SET ascii",
    "CREATE TABLE measured (id int, at date) PARTITION BY RANGE (TO_DAYS(at)) (PARTITION p0 VALUES LESS THAN (TO_DAYS('2019-01-01')), PARTITION p1 VALUES LESS THAN (TO_DAYS('2020-01-01')))",
    "CREATE TABLE measured_columns (id int, at datetime) PARTITION BY RANGE COLUMNS (at) (PARTITION p0 VALUES LESS THAN ('2019-01-01'))",
    "CREATE TABLE numbered (id int AUTO_INCREMENT PRIMARY KEY) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (100), PARTITION p1 VALUES LESS THAN (200))", "INSERT INTO numbered VALUES (190)",
    "CREATE TABLE measured_open (id int, at date) PARTITION BY RANGE (YEAR(at)) (PARTITION p0 VALUES LESS THAN (2019), PARTITION p1 VALUES LESS THAN MAXVALUE)",
    "CREATE TABLE measured_later (id int, at date) PARTITION BY RANGE (YEAR(at)) (PARTITION p0 VALUES LESS THAN (2019), PARTITION p1 VALUES LESS THAN (2190))",
    "CREATE TABLE numbered_later (id int AUTO_INCREMENT PRIMARY KEY) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (1000000))",
    "CREATE TABLE hidden (id int PRIMARY KEY, api_key varchar(40) INVISIBLE)", `GRANT SELECT ON hidden TO '${a}app'@'%'`,
    "CREATE TABLE hidden_order (id int PRIMARY KEY, sort_order int INVISIBLE)", `GRANT SELECT ON hidden_order TO '${a}app'@'%'`,
    "CREATE TABLE hidden_tenant (id int PRIMARY KEY, tenant_id int NOT NULL DEFAULT 1 INVISIBLE)", "CREATE TABLE hidden_wanted (id int PRIMARY KEY, tenant_id int INVISIBLE)", "CREATE TABLE shown_tenant (id int PRIMARY KEY, tenant_id int NOT NULL DEFAULT 1)",
    "INSERT INTO parents VALUES (1)", "SET foreign_key_checks = 0", "INSERT INTO children VALUES (1, 1), (2, 7), (3, NULL)", "SET foreign_key_checks = 1",
    `CREATE VIEW loose_notes AS SELECT * FROM notes WHERE ${own}`,
    `CREATE VIEW own_notes AS SELECT * FROM notes WHERE ${own} WITH CASCADED CHECK OPTION`,
    `CREATE SQL SECURITY INVOKER VIEW invoked_notes AS SELECT id, body FROM notes WHERE owner = CURRENT_USER() WITH CASCADED CHECK OPTION`,
    "CREATE VIEW definers_notes AS SELECT id, body FROM notes WHERE owner = CURRENT_USER() WITH CASCADED CHECK OPTION",
    "CREATE VIEW all_notes AS SELECT id, body FROM notes",
    "CREATE VIEW note_counts AS SELECT owner, count(*) AS n FROM notes GROUP BY owner",
    "CREATE FUNCTION app_user() RETURNS varchar(80) DETERMINISTIC NO SQL SQL SECURITY INVOKER RETURN @app_user_id",
    "CREATE VIEW said_notes AS SELECT id, body FROM notes WHERE owner = app_user() WITH CASCADED CHECK OPTION",
    `CREATE DEFINER='${a}ghost'@'localhost' VIEW ghostly AS SELECT id FROM people`,
    `CREATE DEFINER='${a}ghost'@'localhost' SQL SECURITY INVOKER VIEW harmless AS SELECT id FROM people`,
    `CREATE DEFINER='${a}ghost'@'localhost' TRIGGER ghost_trigger BEFORE INSERT ON parents FOR EACH ROW SET NEW.id = NEW.id`,
    "CREATE PROCEDURE runs_anything(IN q text) BEGIN SET @q = CONCAT('SELECT ', q); PREPARE s FROM @q; EXECUTE s; DEALLOCATE PREPARE s; END",
    "CREATE PROCEDURE runs_as_caller(IN q text) SQL SECURITY INVOKER BEGIN SET @q = CONCAT('SELECT ', q); PREPARE s FROM @q; EXECUTE s; DEALLOCATE PREPARE s; END",
    `CREATE DEFINER=${definer} PROCEDURE runs_narrowly() BEGIN SELECT count(*) FROM people; END`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON loose_notes TO '${a}app'@'%'`, `GRANT SELECT, INSERT, UPDATE, DELETE ON own_notes TO '${a}app'@'%'`,
    `GRANT SELECT ON all_notes TO '${a}app'@'%'`, `GRANT SELECT ON note_counts TO '${a}app'@'%'`,
    `GRANT SELECT ON own_notes TO '${a}reader'@'%'`, `GRANT SELECT, DELETE ON notes TO '${a}reader'@'%'`,
    ...["runs_anything", "runs_as_caller", "runs_narrowly"].map((name) => `GRANT EXECUTE ON PROCEDURE ${name} TO '${a}app'@'%'`),
    `GRANT SELECT (id, name) ON people TO '${a}columns'@'%'`, `GRANT SELECT ON people TO '${a}columns'@'%'`,
    `GRANT SELECT (id, name) ON people TO '${a}narrow'@'%'`,
    `ALTER TABLE people COMMENT 'of ${root.replaceAll("'", "")}'`,
  ];
}
