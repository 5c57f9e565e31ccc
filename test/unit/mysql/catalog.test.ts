import { describe, expect, it } from "vitest";
import type { ColumnObject } from "../../../src/core/catalog/catalog.ts";
import { createOptions, withoutOption } from "../../../src/engines/mysql/catalog/options.ts";
import { defaultsIn } from "../../../src/engines/mysql/catalog/parameterDefaults.ts";
import { shownTable } from "../../../src/engines/mysql/catalog/shown.ts";
import type { CatalogSource } from "../../../src/engines/mysql/catalog/source.ts";
import { stripped, unescaped } from "../../../src/engines/mysql/catalog/texts.ts";
import { canCarry, keepsAll } from "../../../src/engines/mysql/changes/types.ts";
import { isScratchName, scratchName } from "../../../src/engines/mysql/shadow/name.ts";

const source: CatalogSource = { flavour: "mysql", versionNumber: 80036, database: "shop", query: () => Promise.reject(new Error("no server")) };
const column = (type: string, collation?: string): ColumnObject => ({ name: "c", type, notNull: false, ...(collation === undefined ? {} : { collation }) });

describe("what the server tells", () => {
  it("has no name of its own database in it", () => {
    expect(stripped(source, "select `shop`.`t`.`id` AS `id` from (`shop`.`t` join `shop`.`u` on((`shop`.`t`.`id` = `shop`.`u`.`id`)))").text).toBe("select `t`.`id` AS `id` from (`t` join `u` on((`t`.`id` = `u`.`id`)))");
    expect(stripped(source, "select `shop`.`n` AS `n` from (`shop`.`v` join `shop`.`p` `shop`)").text).toBe("select `shop`.`n` AS `n` from (`v` join `p` `shop`)");
    expect(stripped(source, "select `shop`.`f`(1), 'shop.t'").named).toEqual(["f"]);
  });

  it("has expressions without the escapes of the literal they were kept in", () => {
    expect(unescaped(source, String.raw`concat(_utf8mb4\'it\\\'s \\\\ x\')`)).toBe(String.raw`concat(_utf8mb4'it\'s \\ x')`);
    expect(unescaped({ flavour: "mariadb" }, String.raw`'it\'s'`)).toBe(String.raw`'it\'s'`);
  });

  it("has partitions, parsers, periods and binary defaults in SHOW CREATE TABLE", () => {
    const shown = shownTable(source, "CREATE TABLE `t` (\n  `a` varbinary(5) DEFAULT 0x00FF,\n  `s` text,\n  FULLTEXT KEY `ft` (`s`) /*!50100 WITH PARSER `ngram` */ ,\n  PERIOD FOR `p` (`a`, `b`)\n) ENGINE=InnoDB DATA DIRECTORY='/x'\n/*!50100 PARTITION BY HASH ((`id` % 7))\nPARTITIONS 3 */");
    expect([...shown.defaults]).toEqual([["a", "0x00FF"]]);
    expect([...shown.indexes]).toEqual([["ft", "(`s`) WITH PARSER `ngram`"]]);
    expect(shown.periods).toEqual([{ name: "p", definition: "PERIOD FOR `p` (`a`, `b`)" }]);
    expect(shown.options).toEqual([{ name: "data directory", value: "'/x'" }]);
    expect(shown.partitions).toBe("HASH ((`id` % 7)) PARTITIONS 3");
  });

  it("has the defaults of parameters in SHOW CREATE", () => {
    const mariadb = { flavour: "mariadb" as const, versionNumber: 110806 };
    expect(defaultsIn(mariadb, "CREATE DEFINER=`root`@`127.0.0.1` PROCEDURE `p`(in a int default 3, in `default` varchar(9) DEFAULT 'it''s, (x)', out c decimal(5,2))\nselect a", "")).toEqual(["3", "'it''s, (x)'", null]);
    expect(defaultsIn(mariadb, "CREATE DEFINER=`root`@`127.0.0.1` FUNCTION `f`(a int default greatest(1, 2)) RETURNS int(11)\nreturn a", "")).toEqual(["greatest(1, 2)"]);
    expect(defaultsIn(mariadb, "CREATE DEFINER=`root`@`127.0.0.1` FUNCTION `f`() RETURNS int(11)\nreturn 1", "")).toEqual([]);
  });

  it("has options of a table in one list", () => {
    expect(createOptions("max_rows=1000 row_format=COMPRESSED KEY_BLOCK_SIZE=8 partitioned COMPRESSION=\"zlib\"")).toEqual({ max_rows: "1000", row_format: "COMPRESSED", key_block_size: "8", compression: "'zlib'" });
    expect(createOptions("`page_compressed`='1'")).toEqual({ "`page_compressed`": "'1'" });
    expect(withoutOption("row_format")).toBe("ROW_FORMAT=DEFAULT");
  });
});

describe("a change of type", () => {
  it("loses nothing where every value fits", () => {
    const wider = [["int", "bigint"], ["int unsigned", "bigint"], ["varchar(10)", "varchar(20)"], ["varchar(10)", "text"], ["decimal(10,2)", "decimal(12,3)"], ["enum('a')", "enum('a','b')"], ["datetime", "datetime(3)"], ["float", "double"], ["blob", "longblob"]] as const;
    for (const [from, to] of wider) {
      expect([from, to, keepsAll(column(from), column(to))]).toEqual([from, to, true]);
      expect([to, from, keepsAll(column(to), column(from))]).toEqual([to, from, false]);
    }
    expect(keepsAll(column("varchar(9)", "latin1_bin"), column("varchar(9)", "utf8mb4_bin"))).toBe(true);
    expect(keepsAll(column("varchar(9)", "utf8mb4_bin"), column("varchar(9)", "latin1_bin"))).toBe(false);
  });

  it("is made in place only where values can be carried", () => {
    expect(canCarry(column("varchar(5)"), column("int"))).toBe(true);
    expect(canCarry(column("date"), column("bigint"))).toBe(true);
    expect(canCarry(column("bigint"), column("date"))).toBe(false);
    expect(canCarry(column("point"), column("varchar(9)"))).toBe(false);
  });
});

it("a scratch database is known by its name", () => {
  expect(isScratchName(scratchName(new Date()))).toBe(true);
  expect(isScratchName("data_engineer_shadow_of_a_person")).toBe(false);
});
