import { expect, test } from "vitest";
import { loadMysql } from "../../../src/engines/mysql/engine.ts";
import { modeOf } from "../../../src/engines/mysql/scan/sqlMode.ts";

const facts = async (sqlMode: string, sql: string) => {
  const engine = await loadMysql("mysql", 90700, "shop", modeOf(sqlMode));
  return engine.analyse(engine.split(sql)).statements;
};
const shorter = "ALTER TABLE people MODIFY name varchar(10);";

test("a server that cuts values makes a narrower type a loss, also where the script says nothing of it", async () => {
  expect((await facts("STRICT_TRANS_TABLES", shorter))[0]!.destroys).toEqual([]);
  expect((await facts("NO_ENGINE_SUBSTITUTION", shorter))[0]!.destroys).toEqual([expect.objectContaining({ how: "lossyType", columns: ["name"] })]);
  expect((await facts("NO_ENGINE_SUBSTITUTION", `SET sql_mode = 'STRICT_ALL_TABLES'; ${shorter}`))[1]!.destroys).toEqual([]);
});

test("a server with ANSI_QUOTES reads double quotes as names", async () => {
  const sql = 'DROP TABLE "a;b"; DROP TABLE c';
  expect((await facts("ANSI_QUOTES", sql)).map(({ drops }) => drops.map(({ name }) => name))).toEqual([["a;b"], ["c"]]);
});
