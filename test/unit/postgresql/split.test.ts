import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pieces } from "../../../src/core/script/script.ts";
import { loadParser } from "../../../src/engines/postgresql/parser.ts";
import { split } from "../../../src/engines/postgresql/split.ts";

const texts = (sql: string): string[] => split(sql).statements.map((statement) => statement.text);
const parser = await loadParser();

describe("split", () => {
  it.each([
    ["dollar quotes", "SELECT $a$;$$;$a$; SELECT 2", ["SELECT $a$;$$;$a$", "SELECT 2"]],
    ["parameters are no dollar quotes", "SELECT $1, a$b$c; SELECT 2", ["SELECT $1, a$b$c", "SELECT 2"]],
    ["escape strings", String.raw`SELECT E'\';', ';'';'; SELECT 2`, [String.raw`SELECT E'\';', ';'';'`, "SELECT 2"]],
    ["escape strings that go on", "SELECT E'a'\n  -- ;\n '\\';'; SELECT 2", ["SELECT E'a'\n  -- ;\n '\\';'", "SELECT 2"]],
    ["a word that ends in e before a literal", "SELECT date'2020-01-01\\'; SELECT 2", ["SELECT date'2020-01-01\\'", "SELECT 2"]],
    ["nested comments", "/* a /* ; */ ; */ SELECT 1 -- ; \n;SELECT 2", ["SELECT 1", "SELECT 2"]],
    ["quoted names", 'SELECT ";""x"; SELECT 2', ['SELECT ";""x"', "SELECT 2"]],
    ["rules", "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3", ["CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "SELECT 3"]],
    ["empty statements", ";; SELECT 1;;", ["SELECT 1"]],
    ["a byte order mark", "\ufeffSELECT 1", ["SELECT 1"]],
    ["what is never closed", "SELECT 1; SELECT 'a; b", ["SELECT 1", "SELECT 'a; b"]],
  ])("knows %s", (_, sql, expected) => {
    expect(texts(sql)).toEqual(expected);
    expect(texts(sql.replaceAll("\n", "\r\n"))).toEqual(expected.map((text) => text.replaceAll("\n", "\r\n")));
  });

  it("keeps the body of a SQL-standard routine whole", () => {
    const routine = 'CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END AS "end"; SELECT 2 AS end; END';
    expect(texts(`BEGIN; ${routine}; END; SELECT 3`)).toEqual(["BEGIN", routine, "END", "SELECT 3"]);
  });

  it.each([
    ["a command line", "\\connect other\n\\restrict aB;c\nSELECT 1;", ["SELECT 1"]],
    ["commands that send", "SELECT 1 \\gset pre_\nSELECT 2 \\gexec\nSELECT 3\\; SELECT 4 \\g | cat ;\nSELECT 5", ["SELECT 1", "SELECT 2", "SELECT 3", "SELECT 4", "SELECT 5"]],
    ["two on a line", "\\set a 'x\\\\y' \\\\ SELECT 1;", ["SELECT 1"]],
    ["\\copy with rows", "\\copy t from stdin\n1;2\n\\.\nSELECT 1", ["SELECT 1"]],
  ])("leaves psql's %s in the gaps", (_, sql, expected) => {
    expect(texts(sql)).toEqual(expected);
  });

  it.each(["\n", "\r\n"])("finds the rows after COPY … FROM stdin (%j)", (eol) => {
    const sql = ["COPY s.t (a, b) FROM stdin WITH (FORMAT csv); -- rows", "1;'", "\\N\t2", "\\.", "SELECT 1;"].join(eol);
    const [copy, select] = split(sql).statements;
    expect(sql.slice(copy?.copyData?.start, copy?.copyData?.end)).toBe(`1;'${eol}\\N\t2${eol}`);
    expect(select?.text).toBe("SELECT 1");
  });

  const fragments = fc.array(
    fc.oneof(
      fc.constantFrom("SELECT 1", "'", "''", '"', "$$", "$a$", "$", ";", "\n", "\r\n", "--", "/*", "*/", "(", ")", "\\", "\\;", "\\g", "\\.", "E'", "\\'", "begin atomic", "end", "case", "create function f()", "copy t from stdin", "é", "😀", " ", "\ufeff", "."),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 30 },
  );

  it("gives pieces that add up to the input, whatever it is", () => {
    fc.assert(
      fc.property(fragments, (parts) => {
        const script = split(parts.join(""));
        expect(pieces(script).map((piece) => piece.text).join("")).toBe(script.text);
        for (const statement of script.statements) expect(statement.text).toBe(script.text.slice(statement.start, statement.end));
      }),
      { numRuns: 2000 },
    );
  });

  const valid = fc.constantFrom(
    "SELECT $x$ ; $x$", "SELECT E'\\';', ';'", "SELECT 1 /* ; /* ; */ */ + 2", 'CREATE TABLE "a;b" (c int)', "DO $$ BEGIN PERFORM 1; END $$", "SELECT U&'d\\0061t;'",
    "CREATE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (CASE WHEN true THEN 1 END); SELECT 1; END", "CREATE RULE r AS ON DELETE TO t DO INSTEAD (SELECT 1; SELECT 2)",
    "SELECT 'é;😀'", "SELECT 1 AS ü -- ;\n", "BEGIN", "END", "SELECT a.b[1:2], $1 FROM c AS a",
  );

  it("agrees with the server's own parser on valid scripts", () => {
    fc.assert(
      fc.property(fc.array(valid, { minLength: 1, maxLength: 8 }), fc.constantFrom(";", ";\n", " ; -- x;\n", ";;\r\n"), (statements, between) => {
        const sql = statements.join(between);
        expect(split(sql).statements.length).toBe(parser.parse(sql).stmts?.length);
      }),
      { numRuns: 500 },
    );
  });
});
