import type { Flavour } from "../../../../src/engines/mysql/flavourName.ts";

export interface Mutation {
  readonly title: string;
  /** Statements, divided by semicolons at the ends of lines. */
  readonly sql: string;
  /** Rows are lost by it or by its way back. */
  readonly destroys?: boolean;
  readonly only?: Flavour;
}

/** Changes to the nasty schema, each of which must be undone and redone by generated statements. ~ is a backtick. */
export const MUTATIONS: readonly Mutation[] = [
  { title: "columns added and changed", destroys: true, sql: `ALTER TABLE staff ADD COLUMN a int NOT NULL, ADD COLUMN ~b c~ varchar(20) AS (concat(name, 'x')) STORED, ADD COLUMN d json, MODIFY name varchar(60) COLLATE utf8mb4_bin NOT NULL DEFAULT 'q' COMMENT 'c'` },
  { title: "a column dropped that indexes, a CHECK and a generated column use", destroys: true, sql: "DROP VIEW a_third, m_second, z_first;\nDROP TRIGGER second;\nDROP TRIGGER first;\nDROP TRIGGER a_last;\nALTER TABLE everything DROP CONSTRAINT ~n; ok~, DROP COLUMN g1, DROP COLUMN s" },
  { title: "a key moved to another column", destroys: true, sql: "ALTER TABLE by_hash REMOVE PARTITIONING;\nALTER TABLE by_hash DROP PRIMARY KEY, ADD COLUMN k bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, ADD UNIQUE KEY (id)" },
  { title: "foreign keys in a circle changed and dropped", sql: "ALTER TABLE store DROP FOREIGN KEY store_manager;\nALTER TABLE store ADD CONSTRAINT store_manager FOREIGN KEY (manager) REFERENCES staff (id) ON DELETE CASCADE;\nALTER TABLE staff DROP FOREIGN KEY staff_store" },
  { title: "the type of a key that foreign keys hold", sql: "ALTER TABLE store DROP FOREIGN KEY store_address;\nALTER TABLE address MODIFY id int unsigned NOT NULL AUTO_INCREMENT;\nALTER TABLE store MODIFY address int unsigned;\nALTER TABLE store ADD CONSTRAINT store_address FOREIGN KEY (address) REFERENCES address (id) ON DELETE SET NULL", destroys: true },
  { title: "indexes changed", sql: "ALTER TABLE everything DROP INDEX ft, DROP INDEX u1, ADD UNIQUE KEY u1 (e, n, id), ADD KEY pre2 (s(3)), DROP INDEX commented;\nALTER TABLE address DROP INDEX at_idx, DROP INDEX line_part;\nALTER TABLE store ADD KEY wide (address, manager)" },
  { title: "partitions changed", sql: "ALTER TABLE by_range PARTITION BY RANGE (id) (PARTITION a VALUES LESS THAN (100), PARTITION b VALUES LESS THAN MAXVALUE);\nALTER TABLE by_list REMOVE PARTITIONING;\nALTER TABLE by_key PARTITION BY KEY (id) PARTITIONS 5;\nALTER TABLE staff DROP FOREIGN KEY staff_store" },
  { title: "options, comments, engines", sql: "ALTER TABLE everything COMMENT='other ; \\\\', STATS_PERSISTENT=DEFAULT, ROW_FORMAT=COMPACT, DEFAULT COLLATE utf8mb4_unicode_ci;\nALTER TABLE plain_myisam ENGINE=InnoDB, CHECKSUM=0;\nALTER TABLE address COMMENT='';\nALTER TABLE in_memory MAX_ROWS=77" },
  { title: "a table dropped that others refer to", destroys: true, sql: "DROP VIEW a_third;\nALTER TABLE staff DROP FOREIGN KEY staff_store;\nUPDATE staff SET store = NULL;\nDROP TABLE store" },
  { title: "views changed, and one became a table", destroys: true, sql: "DROP VIEW a_third;\nCREATE TABLE a_third (id int PRIMARY KEY);\nCREATE OR REPLACE ALGORITHM=UNDEFINED SQL SECURITY DEFINER VIEW z_first AS SELECT id, n AS t, hidden FROM everything" },
  { title: "programs changed", sql: "DROP FUNCTION plain;\nCREATE FUNCTION plain() RETURNS bigint DETERMINISTIC RETURN 5;\nDROP PROCEDURE label;\nDROP TRIGGER second;\nALTER EVENT daily ENABLE COMMENT 'x';\nDROP EVENT once;\nCREATE TRIGGER first_of_all BEFORE INSERT ON everything FOR EACH ROW PRECEDES first SET NEW.d = 3" },
  { title: "types that carry their values and types that cannot", destroys: true, sql: "DROP VIEW a_third, m_second, z_first;\nALTER TABLE everything MODIFY d decimal(12,3), MODIFY tx longtext, MODIFY dd datetime, DROP COLUMN g, ADD COLUMN g int, MODIFY y varchar(10), MODIFY g2 bigint AS (n + 2) STORED, DROP COLUMN hidden" },
  { title: "the database's default collation", sql: "ALTER DATABASE DEFAULT COLLATE utf8mb4_bin" },
  { title: "what only MySQL has", only: "mysql", destroys: true, sql: "ALTER TABLE only_mysql DROP INDEX fun, DROP INDEX ft, ADD FULLTEXT KEY ft (s), ALTER INDEX iv VISIBLE, MODIFY vb varbinary(8) DEFAULT x'2700'" },
  { title: "what only MariaDB has", only: "mariadb", destroys: true, sql: "ALTER TABLE versioned DROP SYSTEM VERSIONING;\nALTER SEQUENCE numbers INCREMENT BY 7 MAXVALUE 5000;\nDROP SEQUENCE down;\nALTER TABLE only_mariadb MODIFY s varchar(20) DEFAULT 'q', ALTER INDEX ig NOT IGNORED, MODIFY cc varchar(100);\nALTER TABLE booked DROP INDEX id, DROP PERIOD FOR ~when it is~;\nSET sql_mode = ORACLE;\nDROP PACKAGE tools;\nSET sql_mode = DEFAULT;\nDROP VIEW totals;\nDROP FUNCTION total;\nSET system_versioning_alter_history = KEEP;\nALTER TABLE versioned_by_hand DROP COLUMN x;\nSET system_versioning_alter_history = DEFAULT" },
  { title: "a table made versioned", only: "mariadb", sql: "SET system_versioning_alter_history = KEEP;\nALTER TABLE in_aria ADD SYSTEM VERSIONING;\nALTER TABLE versioned ADD COLUMN z int;\nSET system_versioning_alter_history = DEFAULT", destroys: true },
];

export function statementsOfMutation(mutation: Mutation): string[] {
  return mutation.sql.replaceAll("~", "`").split(/;\n/).map((sql) => sql.trim());
}
