import fc from "fast-check";
import { expect, test } from "vitest";
import { StatementError } from "../../../../src/core/errors.ts";
import type { Session } from "../../../../src/engines/engine.ts";
import { modeOf } from "../../../../src/engines/mysql/scan/sqlMode.ts";
import { tokensOf } from "../../../../src/engines/mysql/scan/tokens.ts";
import { describeBoth } from "./rig.ts";

const versions = ["", "50000 ", "50000", "050000 ", "50699 ", "50700 ", "80000 ", "90704 ", "99999 ", "100000 ", "101119 ", "101120 ", "999999 ", "0 ", "1234 ", "1234567 "];
const comment = fc.tuple(fc.constantFrom("/*!", "/*!", "/*M!"), fc.constantFrom(...versions)).map((parts) => parts.join(""));
const piece = fc.oneof(
  { weight: 3, arbitrary: comment },
  { weight: 3, arbitrary: fc.constantFrom("*/", "/*", "/* x */", "/**/", "/*/") },
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      "+1 ", " + 2", "-4", "--6", "-- 7\n", "--\t8\n", "--\u00018\n", "--\u007f8\n", "# 9\n", "\n", "\r\n", "\u000b", ", 'a'", ", 'it''s'", ", 'b\\'c'", ", 'b\\\\'", ', "d"', ', "d\\"', ", '*/'", ", '/*!'", " AS `a``b`", ", 1.5", ", .5", ", 1e5", ", 0x41", ", x'41'", ", b'1'", ", N'n'",
      ", _utf8mb4'u'", ", @a", ", @'b c'", ", @`d`", "*2", "/*x*/*2", "/2", ", 5 DIV 2", ", {d '2020-01-01'}", ", '😀'", ";", "\0",
    ),
  },
);
const statement = fc.tuple(fc.constantFrom("SELECT 1", "/*!50000 SELECT 1", "/*! SELECT*/ 1", "SELECT /*!1", "SELECT 'a'"), fc.array(piece, { maxLength: 7 })).map(([start, pieces]) => start + pieces.join(""));

describeBoth("the tokens of the lexer", (harness, flavour) => {
  async function answer(session: Session, sql: string): Promise<unknown> {
    try {
      return (await session.run(sql)).rows;
    } catch (error) {
      if (error instanceof StatementError) return error.reason;
      throw error;
    }
  }

  test.each(["", "ANSI_QUOTES", "NO_BACKSLASH_ESCAPES"])("are those that the server executes, under sql_mode '%s'", async (mode) => {
    const session = await harness.open();
    await session.run(`SET sql_mode = '${mode}'`);
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(statement, async (sql) => {
        const rows = await answer(session, sql);
        if (!Array.isArray(rows)) return;
        taken += 1;
        const tokens = tokensOf(sql, flavour, modeOf(mode), session.facts.versionNumber);
        expect(await answer(session, tokens.map(({ text }) => text).join(" "))).toEqual(rows);
      }),
      { numRuns: 400 },
    );
    expect(taken).toBeGreaterThan(40);
  });
});
