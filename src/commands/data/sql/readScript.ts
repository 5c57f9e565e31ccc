import { FileError, StatementError, UsageError } from "../../../core/errors.ts";
import { refuseTemplate } from "../../../core/migration/template.ts";
import type { StatementFacts } from "../../../core/script/facts.ts";
import type { StatementPlace } from "../../../core/script/locate.ts";
import { located } from "../../../core/script/locate.ts";
import { LineIndex } from "../../../core/script/textPosition.ts";
import type { Engine } from "../../../engines/engine.ts";
import type { CommandContext } from "../../context.ts";

/** The SQL of a run, read and parsed. */
export interface SqlScript {
  /** As reports show it; undefined for inline SQL. */
  readonly file: string | undefined;
  readonly text: string;
  readonly lines: LineIndex;
  readonly statements: readonly StatementFacts[];
}

/** Reads a file, or takes the words as SQL where no such file is there. Throws FileError for what no script is. */
export async function readSql(context: CommandContext, fileOrInline: string): Promise<Pick<SqlScript, "file" | "text">> {
  const file = await fileMeant(context, fileOrInline);
  const text = file === undefined ? fileOrInline : await context.files.readText(file);
  if (file !== undefined) refuseTemplate(file, text, 0, text.length);
  return { file, text };
}

/** Throws StatementError with its place for what does not parse, FileError or UsageError where nothing is to be run. */
export function parseSql({ file, text }: Pick<SqlScript, "file" | "text">, engine: Engine): SqlScript {
  const script = engine.split(text);
  const facts = engine.analyse(script);
  const lines = new LineIndex(text);
  const problem = facts.problems[0];
  if (problem !== undefined) {
    const place: StatementPlace = { text, lines, start: 0, end: text.length, ...(file === undefined ? {} : { file }) };
    throw located(new StatementError(problem.reason, problem.code ?? "syntax", problem.message, { offset: problem.offset, next: "Nothing was run: correct the SQL at this place, then run it again." }), place);
  }
  if (facts.statements.length === 0) {
    if (file !== undefined) throw new FileError("empty", file, `${file} holds no statement.`, { next: "Write at least one statement into it." });
    throw new UsageError("badArgument", "There is no statement in this.", { next: "Give a statement such as \"select 1\", or a file." });
  }
  return { file, text, lines, statements: facts.statements };
}

/** The place of a statement of a script, for errors. */
export function placeOf(script: SqlScript, { statement }: StatementFacts): StatementPlace {
  return { text: script.text, lines: script.lines, start: statement.start, end: statement.end, ...(script.file === undefined ? {} : { file: script.file }) };
}

async function fileMeant(context: CommandContext, words: string): Promise<string | undefined> {
  const kind = await context.files.kind(words);
  if (kind === "folder") {
    throw new FileError("isDirectory", context.files.shown(words), `${context.files.shown(words)} is a folder; run-sql runs one file.`, { next: "Name a file in it, or use apply-migration for a folder of migrations." });
  }
  if (kind === "file" || /^[^\s;'"]+\.(?:sql|ddl|psql|pgsql|txt|json)$/i.test(words)) return context.files.shown(words);
  return undefined;
}
