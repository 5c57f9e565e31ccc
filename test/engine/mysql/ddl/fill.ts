import type { Flavour } from "../../../../src/engines/mysql/flavourName.ts";

/** Rows for the nasty schema, awkward ones among them; between lines of `;;`. */
const COMMON = String.raw`
SET foreign_key_checks = 0
;;
INSERT INTO address (id, line, line2, city, at) VALUES (1, 'a;''\\', NULL, 'Köln', ST_GeomFromText('POINT(1 2)')), (40, '😀', 'x', 'ß', ST_GeomFromText('POINT(-1.5 2e10)'))
;;
INSERT INTO staff (id, store, name) VALUES (1, 1, 'one'), (2, 1, 'two')
;;
INSERT INTO store (id, manager, address) VALUES (1, 1, 40), (2, 2, NULL)
;;
SET foreign_key_checks = 1
;;
INSERT INTO ~Odd ~~Table~~, "x"; y~ VALUES (1, NULL, 'ä'), (2, 3, NULL)
;;
INSERT INTO by_range VALUES (1, '2019-01-01', 'old'), (2, '2024-01-01', 'new')
;;
INSERT INTO by_list VALUES (1, 'x'), (NULL, NULL), (3, 'it''s')
;;
INSERT INTO by_key VALUES (5), (6)
;;
INSERT INTO by_hash VALUES (7), (8)
;;
INSERT INTO plain_myisam (n, t) VALUES (1, 'words'), (2, NULL)
;;
INSERT INTO everything (b, bt, n, s, tx, lb, j, g, st, dt, hidden, zf, d) VALUES (x'00ff27', b'011', 2, 'é', 'té''\\', x'00ff0a', '{"a": [1, null], "b": "ü"}', ST_GeomFromText('LINESTRING(1 2, 3 4)'), 'x', '2024-02-29 23:59:59.123', 9, 42, 1.25), (NULL, NULL, -7, 'z', NULL, NULL, NULL, NULL, '', NULL, NULL, NULL, NULL)
`;

const MYSQL = String.raw`
INSERT INTO only_mysql (id, s, vb, pt, v, n, m) VALUES (1, 'A', x'2700', ST_GeomFromText('POINT(10 20)', 4326), TO_VECTOR('[1,2,3.5]'), 4, '{"a": [1, 2]}'), (2, NULL, DEFAULT, ST_GeomFromText('POINT(1 1)', 4326), NULL, -4, NULL)
;;
INSERT INTO old_key VALUES (1), (2)
`;

const MARIADB = String.raw`
INSERT INTO only_mariadb (s, u, i, cc, n) VALUES ('p', '123e4567-e89b-12d3-a456-426655440000', '::1', repeat('x', 90), 1), ('r', NULL, NULL, NULL, 2)
;;
INSERT INTO versioned VALUES (1, 2, 3), (2, NULL, 5)
;;
INSERT INTO versioned_by_hand (id, x) VALUES (1, 2)
;;
INSERT INTO booked VALUES (1, '2020-01-01', '2020-02-01'), (1, '2020-02-01', '2020-03-01')
;;
INSERT INTO in_aria VALUES (3)
;;
INSERT INTO compressed VALUES (1, repeat('long ', 50))
`;

export function rowsFor(flavour: Flavour): string[] {
  return `${COMMON};;${flavour === "mysql" ? MYSQL : MARIADB}`.replaceAll("~", "`").split(/\n?;;\n/).map((sql) => sql.trim()).filter((sql) => sql !== "");
}
