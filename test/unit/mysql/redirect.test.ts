import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redirected } from "../../../src/engines/mysql/redirect.ts";
import { defaultMode, modeOf } from "../../../src/engines/mysql/scan/sqlMode.ts";

const turn = (sql: string, mode = defaultMode): string => redirected(sql, { from: "shop", to: "scratch" }, "mysql", mode).text;

describe("a statement that names the database", () => {
  it("is turned to the other wherever the database is meant", () => {
    expect(turn("INSERT INTO shop.orders SELECT * FROM `shop` . `items`")).toBe("INSERT INTO `scratch`.orders SELECT * FROM `scratch`.`items`");
    expect(turn("SELECT shop.orders.id FROM shop.orders")).toBe("SELECT `scratch`.orders.id FROM `scratch`.orders");
    expect(turn("CALL shop.tidy(shop.twice(2))")).toBe("CALL `scratch`.tidy(`scratch`.twice(2))");
    expect(turn("USE shop")).toBe("USE `scratch`");
    expect(turn("ALTER DATABASE shop COLLATE utf8mb4_bin")).toBe("ALTER DATABASE `scratch` COLLATE utf8mb4_bin");
    expect(turn("SHOW TABLES FROM shop")).toBe("SHOW TABLES FROM `scratch`");
    expect(turn("/*!50100 DROP TABLE shop.old */")).toBe("/*!50100 DROP TABLE `scratch`.old */");
  });

  it("keeps texts, comments, variables, other databases and longer names", () => {
    for (const sql of ["SELECT 'shop.orders' -- shop.orders", "SELECT 1 /* shop.orders */", "SELECT @shop.x, @`shop`.y", "SELECT * FROM other.shop", "SELECT * FROM shopping.orders", "SELECT a.shop FROM t a"]) expect(turn(sql)).toBe(sql);
  });

  it("tells a table or alias of the database's name from the database", () => {
    expect(turn("SELECT shop.id FROM shop")).toBe("SELECT shop.id FROM shop");
    expect(turn("SELECT shop.id FROM shop.orders shop WHERE shop.id > 1")).toBe("SELECT shop.id FROM `scratch`.orders shop WHERE shop.id > 1");
    expect(turn("SELECT shop.id FROM shop.shop")).toBe("SELECT shop.id FROM `scratch`.shop");
  });

  it("reads names in double quotes under ANSI_QUOTES only", () => {
    const sql = 'DELETE FROM "shop"."orders"';
    expect(turn(sql, modeOf("ANSI_QUOTES"))).toBe('DELETE FROM `scratch`."orders"');
    expect(turn('SELECT "shop"')).toBe('SELECT "shop"');
  });

  it("tells where a place of the new text was in the old one", () => {
    const words = fc.constantFrom("shop.a", "shop.b.c", "x", "'shop.t'", "shop.f(1)", ",", "FROM");
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 12 }), (parts) => {
        const sql = `SELECT ${parts.join(" ")}`;
        const { text, back } = redirected(sql, { from: "shop", to: "a_scratch_database" }, "mysql", defaultMode);
        expect(text.replaceAll("`a_scratch_database`.", "shop.")).toBe(sql);
        expect(back(text.length)).toBe(sql.length);
        for (const mark of ["'shop.t'", "x", "f(1)"]) {
          let [before, after] = [sql.indexOf(mark), text.indexOf(mark)];
          for (; before !== -1; before = sql.indexOf(mark, before + 1), after = text.indexOf(mark, after + 1)) expect(back(after)).toBe(before);
        }
      }),
    );
  });
});
