import type { StatementFacts } from "../script/facts.ts";
import type { Statement } from "../script/script.ts";
import { LineIndex } from "../script/textPosition.ts";
import { controlOf } from "./control.ts";
import type { Aside, Refusal, RunnableStatement, RunPlan } from "./plan.ts";
import type { Language, ServerVersion } from "./ports.ts";
import type { MigrationText } from "./readText.ts";
import { chunks } from "./statementBlocks.ts";

/**
 * Turns a script into what is run. Its own BEGIN and COMMIT are left out (the runner's transaction stands for them), statements that no
 * transaction can hold stand alone between the others, and so does an enum value's addition that the script uses later.
 * `server`: what it would refuse is told as a refusal.
 */
export function planRun(language: Language, source: MigrationText, noTransaction: boolean, server?: ServerVersion): RunPlan {
  const lines = new LineIndex(source.fileText);
  const asides: Aside[] = [];
  const refusals: Refusal[] = [];
  const placed: { statement: RunnableStatement; alone: boolean }[] = [];
  let inOwnTransaction = false;
  for (const part of readStatements(language, source, lines, server)) {
    if (part.kind === "refused") {
      refusals.push(part.refusal);
      continue;
    }
    if (part.kind === "psql") {
      (part.harmless ? asides : refusals).push(part.aside as Aside & Refusal);
      continue;
    }
    const { statement } = part;
    const control = controlOf(statement.facts, statement.sql);
    if (control === "twoPhase" || control === "rollback") refusals.push(refusalOf(control, statement));
    else if (control === "begin" || control === "commit") {
      inOwnTransaction = control === "begin";
      asides.push({ reason: "ownTransaction", message: `${firstWords(statement.sql)} is not sent: the migration already runs in one transaction.`, range: statement.range });
    } else {
      const ignored = statement.facts?.ignoredInside === true;
      if (ignored && inOwnTransaction) asides.push({ reason: "pragmaInTransaction", message: `${statement.facts?.verb ?? "The statement"} does nothing inside a transaction; it stands after BEGIN.`, range: statement.range });
      placed.push({ statement, alone: ignored ? !inOwnTransaction : statement.facts?.transaction === "outside" || (noTransaction && !inOwnTransaction) });
    }
  }
  const alone = placed.map((one, at) => one.alone || isUsedLater(one.statement, placed.slice(at + 1)));
  const steps: { transactional: boolean; statements: RunnableStatement[] }[] = [];
  placed.forEach(({ statement }, at) => {
    const last = steps.at(-1);
    if (!alone[at] && last?.transactional === true) last.statements.push(statement);
    else steps.push({ transactional: !alone[at], statements: [statement] });
  });
  return { file: source.file, lines, steps, statements: placed.map((one) => one.statement), asides, refusals };
}

type Part = { readonly kind: "refused"; readonly refusal: Refusal } | { readonly kind: "statement"; readonly statement: RunnableStatement } | { readonly kind: "psql"; readonly harmless: boolean; readonly aside: Aside | Refusal };

function readStatements(language: Language, source: MigrationText, lines: LineIndex, server: ServerVersion | undefined): Part[] {
  return chunks(source.text).flatMap((chunk): Part[] => {
    const base = source.start + chunk.start;
    const script = language.split(chunk.text);
    const facts = new Map(language.analyse(script).statements.map((one) => [one.statement.index, one]));
    const parts = script.statements.map((statement): { at: number; part: Part } => ({
      at: statement.start,
      part: { kind: "statement", statement: toRunnable(statement, facts.get(statement.index) ?? null, chunk.text, base, lines) },
    }));
    const commands = language.clientCommands?.(script) ?? [];
    const found = commands.map((command): { at: number; part: Part } => {
      const range = lines.range(base + command.start, base + command.end);
      const message = `${command.written} is a command of ${command.client} ${command.harmless ? "and is not run" : "that would change what runs, or where"}.`;
      const next = "Take it out of the script; name the files and the connection to the command instead.";
      return { at: command.start, part: { kind: "psql", harmless: command.harmless, aside: { reason: "psqlCommand", message, range, next } } };
    });
    const refused = (server === undefined ? [] : language.refusedBy(server, script)).map(({ offset, message }): { at: number; part: Part } => {
      const start = base + offset;
      return { at: offset, part: { kind: "refused", refusal: { reason: "dialect", message, range: lines.range(start, start + wordLength(chunk.text, offset)), next: "" } } };
    });
    return [...parts, ...found, ...refused].sort((a, b) => a.at - b.at).map((one) => one.part);
  });
}

function wordLength(text: string, offset: number): number {
  return /^(?:[\w$]+|\S)/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0;
}

function toRunnable(statement: Statement, facts: StatementFacts | null, text: string, base: number, lines: LineIndex): RunnableStatement {
  const data = statement.copyData;
  return {
    sql: statement.text,
    start: base + statement.start,
    range: lines.range(base + statement.start, base + statement.end),
    facts,
    ...(data === undefined ? {} : { copyData: text.slice(data.start, data.end) }),
  };
}

/** PostgreSQL refuses a new enum value in the transaction that added it. */
function isUsedLater(statement: RunnableStatement, later: readonly { readonly statement: RunnableStatement }[]): boolean {
  const added = statement.facts?.addsEnumValue;
  return added !== undefined && later.some((one) => usesEnumValue(one.statement, added.value));
}

/** Whether the statement's text names the value, in quotes. */
export function usesEnumValue(statement: Pick<RunnableStatement, "sql" | "facts">, value: string): boolean {
  return statement.facts?.addsEnumValue === undefined && statement.sql.includes(`'${value.replaceAll("'", "''")}'`);
}

function refusalOf(reason: "twoPhase" | "rollback", statement: RunnableStatement): Refusal {
  const words = firstWords(statement.sql);
  return reason === "rollback"
    ? { reason, message: `${words} would undo what the script did before it.`, range: statement.range, next: "Take it out: a migration that fails is rolled back as a whole." }
    : { reason, message: `${words} would leave a prepared transaction behind that holds its locks.`, range: statement.range, next: "Take it out of the migration." };
}

function firstWords(sql: string): string {
  return sql.split(/\s+/).slice(0, 2).join(" ").toUpperCase();
}
