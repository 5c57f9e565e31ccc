import type { Flavour } from "../../../../src/engines/mysql/flavourName.ts";

/** Every object kind that both servers have, with names, texts and orders that break careless tools; between lines of `;;`. `{db}` is the database's own name, ~ a backtick. */
const COMMON = String.raw`
CREATE TABLE address (id smallint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, line varchar(50) NOT NULL COMMENT 'the first; line''s \\ text', line2 varchar(50) DEFAULT 'it''s \\ "q" %', city char(20) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT 'Köln', at point NOT NULL, KEY line_part (line(7), line2), SPATIAL KEY at_idx (at)) COMMENT='where it''s; at' AUTO_INCREMENT=77
;;
CREATE TABLE staff (id tinyint unsigned NOT NULL AUTO_INCREMENT, store int unsigned, name varchar(45) NOT NULL, PRIMARY KEY (id), KEY (store))
;;
CREATE TABLE store (id int unsigned NOT NULL AUTO_INCREMENT, manager tinyint unsigned NOT NULL, address smallint unsigned, PRIMARY KEY (id), UNIQUE KEY one_manager (manager), CONSTRAINT store_manager FOREIGN KEY (manager) REFERENCES staff (id) ON UPDATE CASCADE, CONSTRAINT store_address FOREIGN KEY (address) REFERENCES address (id) ON DELETE SET NULL)
;;
ALTER TABLE staff ADD CONSTRAINT staff_store FOREIGN KEY (store) REFERENCES store (id) ON DELETE CASCADE ON UPDATE NO ACTION
;;
CREATE TABLE ~Odd ~~Table~~, "x"; y~ (~select~ int, ~a~~b~ int DEFAULT 5, ~Ünï~ varchar(10) DEFAULT 'ä€😀', PRIMARY KEY (~select~), KEY ~key;~~x~ (~a~~b~ DESC))
;;
CREATE TABLE everything (
  id bigint unsigned NOT NULL AUTO_INCREMENT, b binary(3) DEFAULT 'a\0b', bt bit(3) DEFAULT b'101', e enum('a','b''c','d\\e',';') DEFAULT 'b''c', st set('x','y''z') NOT NULL DEFAULT 'x,y''z',
  t tinyint(1) DEFAULT 1, n int DEFAULT -5, d decimal(10,2) unsigned DEFAULT 1.50, f float DEFAULT 1.5, db double, y year DEFAULT 2001, tm time(2) DEFAULT '10:00:00', dd date DEFAULT '2020-02-29',
  dt datetime(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3), ts timestamp NULL ON UPDATE CURRENT_TIMESTAMP, ts2 timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, created datetime NOT NULL DEFAULT '2000-01-01 00:00:00',
  j json DEFAULT (json_array('it''s', '\\n')), ex int DEFAULT (1 + 2 * 3), tx text, lb longblob, zf int(5) unsigned zerofill, s varchar(20) COLLATE utf8mb4_bin DEFAULT 'x',
  g1 varchar(60) AS (concat(s, ' it''s \\ "x" ', n)) VIRTUAL, g2 int AS (n + 1) STORED COMMENT 'c''m', hidden int INVISIBLE DEFAULT 3, g geometry,
  PRIMARY KEY (id), UNIQUE KEY u1 (e, n), UNIQUE KEY u_gen (g2, id), KEY pre (s(5) DESC, n), FULLTEXT KEY ft (tx), KEY commented (n) COMMENT 'idx''s; \\',
  CONSTRAINT ~n; ok~ CHECK (s <> 'it''s \\ x;' OR n > 0), CHECK (n > -100)
) ROW_FORMAT=DYNAMIC STATS_PERSISTENT=1 COLLATE utf8mb4_general_ci
;;
CREATE TABLE by_range (id int NOT NULL, d date NOT NULL, k varchar(10), PRIMARY KEY (id, d), KEY (k)) PARTITION BY RANGE COLUMNS (d) SUBPARTITION BY HASH (id) SUBPARTITIONS 2 (PARTITION p0 VALUES LESS THAN ('2020-01-01') COMMENT = 'x''y', PARTITION pm VALUES LESS THAN (MAXVALUE))
;;
CREATE TABLE by_list (id int, k varchar(10)) PARTITION BY LIST COLUMNS (k) (PARTITION a VALUES IN ('x', 'it''s'), PARTITION ~b c~ VALUES IN (NULL, 'y'))
;;
CREATE TABLE by_key (id int PRIMARY KEY) PARTITION BY LINEAR KEY (id) PARTITIONS 3
;;
CREATE TABLE by_hash (id int PRIMARY KEY) PARTITION BY HASH (id % 7) PARTITIONS 3
;;
CREATE TABLE plain_myisam (id int NOT NULL AUTO_INCREMENT, n int, KEY (id), FULLTEXT KEY (t), t text) ENGINE=MyISAM MAX_ROWS=1000 CHECKSUM=1
;;
CREATE TABLE in_memory (id int, KEY b USING BTREE (id), KEY h (id)) ENGINE=MEMORY
;;
CREATE FUNCTION label(a varchar(20) CHARSET latin1, b int unsigned) RETURNS varchar(30) CHARSET utf8mb4 DETERMINISTIC NO SQL SQL SECURITY INVOKER COMMENT 'it''s a label; \\' RETURN concat(a, ';', b, 'it''s \\ ')
;;
CREATE FUNCTION {db}.plain() RETURNS int DETERMINISTIC RETURN 4
;;
CREATE PROCEDURE fill(IN how_many int, OUT state enum('x','y;'), INOUT c decimal(5,2)) MODIFIES SQL DATA COMMENT 'fills'
BEGIN
  DECLARE i int DEFAULT 0; -- it's; a comment
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET i = -1;
  WHILE i < how_many DO INSERT INTO {db}.by_hash VALUES (i); SET i = i + 1; END WHILE;
  SELECT 'it''s;' INTO state;
END
;;
CREATE PROCEDURE label() SELECT 1
;;
CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW z_first AS SELECT id, concat(s, 'it''s ; \\') t, hidden FROM everything WHERE n > 1 WITH LOCAL CHECK OPTION
;;
CREATE ALGORITHM=TEMPTABLE VIEW m_second (a, ~b ~~c~) AS SELECT label(z.t, 1), {db}.plain() FROM {db}.z_first z
;;
CREATE VIEW a_third AS SELECT b.a FROM m_second b JOIN (SELECT id FROM staff UNION SELECT id FROM store) x WHERE EXISTS (SELECT 1 FROM {db}.address ad WHERE ad.id = x.id)
;;
CREATE TRIGGER second BEFORE INSERT ON everything FOR EACH ROW SET NEW.s = 'it''s;'
;;
CREATE TRIGGER first BEFORE INSERT ON everything FOR EACH ROW PRECEDES second SET NEW.n = NEW.n + 1
;;
CREATE TRIGGER a_last BEFORE INSERT ON everything FOR EACH ROW FOLLOWS second BEGIN /* it's \\ */ IF NEW.n > 5 OR NEW.s = 'a\'b\n' THEN SET NEW.n = 5; END IF; INSERT INTO {db}.by_list (id, k) VALUES (1, 'x'); END
;;
CREATE TRIGGER after_all AFTER DELETE ON everything FOR EACH ROW DELETE FROM by_key WHERE id = OLD.n
;;
CREATE EVENT daily ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' ENDS '2031-01-01 00:00:00' ON COMPLETION PRESERVE DISABLE COMMENT 'ec''s' DO INSERT INTO {db}.by_key VALUES (1)
;;
CREATE EVENT once ON SCHEDULE AT '2035-01-01 12:00:00' DO BEGIN SELECT 'it''s;'; SELECT 2; END
;;
SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT'
;;
CREATE PROCEDURE "other mode"() COMMENT 'a \ b' SELECT "id" || '\' FROM "staff"
;;
CREATE TRIGGER ansi BEFORE UPDATE ON staff FOR EACH ROW SET NEW."name" = '\'
;;
SET sql_mode = DEFAULT
`;

const MYSQL = String.raw`
CREATE TABLE only_mysql (id int PRIMARY KEY, s varchar(20), vb varbinary(5) DEFAULT x'00ff27', u char(36) DEFAULT (uuid()), pt point NOT NULL SRID 4326, v vector(3), n int, CHECK (n > 0) NOT ENFORCED, UNIQUE KEY fun ((lower(s)), n), KEY fun2 ((cast(n AS char(5)) ) DESC), FULLTEXT KEY ft (s) WITH PARSER ngram, SPATIAL KEY sp (pt), KEY iv (n) INVISIBLE, m json, KEY many ((cast(m->'$.a' AS unsigned ARRAY)))) STATS_SAMPLE_PAGES=20 ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8
;;
CREATE TABLE old_key (id int PRIMARY KEY) PARTITION BY KEY ALGORITHM = 1 (id) PARTITIONS 2
;;
/*!90200 CREATE LIBRARY lib COMMENT 'it''s' LANGUAGE JAVASCRIPT AS $$ export function f() { return 1; } $$ */
;;
/*!90200 CREATE FUNCTION js(n int) RETURNS int DETERMINISTIC LANGUAGE JAVASCRIPT USING (lib AS l) AS $$ return l.f() + n $$ */
;;
/*!90400 CREATE JSON DUALITY VIEW as_json AS SELECT JSON_DUALITY_OBJECT('_id': id) FROM old_key */
`;

const MARIADB = String.raw`
CREATE SEQUENCE numbers START WITH 10 INCREMENT BY 5 MINVALUE 1 MAXVALUE 1000 CACHE 20 CYCLE COMMENT='n''s'
;;
CREATE SEQUENCE down INCREMENT BY -1
;;
CREATE TABLE only_mariadb (id int unsigned PRIMARY KEY DEFAULT nextval(numbers), s varchar(20) DEFAULT 'q' CHECK (s <> 'it''s'), u uuid, i inet6, cc varchar(100) COMPRESSED, n int, KEY ig (n) IGNORED, CONSTRAINT s2 CHECK (s <> ';'), lt text DEFAULT 'x')
;;
CREATE TABLE versioned (id int PRIMARY KEY, x int WITHOUT SYSTEM VERSIONING, y int) WITH SYSTEM VERSIONING
;;
CREATE TABLE versioned_by_hand (id int PRIMARY KEY, x int, rs timestamp(6) GENERATED ALWAYS AS ROW START INVISIBLE, re timestamp(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (rs, re)) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME LIMIT 1000 (PARTITION p0 HISTORY, PARTITION pc CURRENT)
;;
CREATE TABLE booked (id int, a date, b date, PERIOD FOR ~when it is~ (a, b), UNIQUE (id, ~when it is~ WITHOUT OVERLAPS))
;;
CREATE TABLE in_aria (id int PRIMARY KEY) ENGINE=Aria TRANSACTIONAL=1 PAGE_CHECKSUM=1
;;
CREATE TABLE compressed (id int PRIMARY KEY, t text) PAGE_COMPRESSED=1
;;
CREATE AGGREGATE FUNCTION total(x int) RETURNS int BEGIN DECLARE t int DEFAULT 0; DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN t; LOOP FETCH GROUP NEXT ROW; SET t = t + x; END LOOP; END
;;
CREATE VIEW totals AS SELECT total(id) AS t FROM {db}.staff
;;
SET sql_mode = ORACLE
;;
CREATE PACKAGE tools COMMENT 'it''s' AS PROCEDURE a(x int); FUNCTION b RETURN int; END
;;
CREATE PACKAGE BODY tools AS vv int := 1; PROCEDURE a(x int) AS BEGIN SELECT 'it''s;'; END; FUNCTION b RETURN int AS BEGIN RETURN 1; END; END
;;
CREATE PROCEDURE ora(a IN int, b OUT varchar2(20)) AS x int; BEGIN x := 1; b := 'y'; END
;;
CREATE FUNCTION oraf RETURN int AS BEGIN RETURN 1; END
;;
SET sql_mode = DEFAULT
`;

/** The statements of the nasty schema in a database of this name. */
export function nasty(flavour: Flavour, database: string): string[] {
  return `${COMMON};;${flavour === "mysql" ? MYSQL : MARIADB}`.replaceAll("~", "`").split(/\n?;;\n/).map((sql) => sql.trim().replaceAll("{db}", `\`${database}\``)).filter((sql) => sql !== "");
}
