import { catalogRoom } from "../../core/audit/catalogRoom.ts";
import { counted } from "../../core/counted.ts";
import { RefusedError, UnsupportedError, UsageError } from "../../core/errors.ts";
import type { Script } from "../../core/script/script.ts";
import { workRules } from "../../core/workload/rules.ts";
import type { Engine, Session } from "../../engines/engine.ts";
import type { CommandContext, CommandHandler, CommandInput } from "../context.ts";
import { parseSql, readSql } from "../data/sql/readScript.ts";
import { workReport } from "./hotPaths/workReport.ts";

const unlessTold = 20;

/** `analyze-performance hotpaths [--top N] [--workload FILE]`: what the server counted, ranked by the time it takes, and what is to be seen in it. */
export const hotPaths: CommandHandler = async (context, input) => {
  const top = topOf(input);
  const session = await context.session();
  const { workload: adapter } = session;
  if (adapter === undefined) throw new UnsupportedError("engine", `hotpaths does not work on ${session.facts.dialect}.`);
  const script = await scriptOf(context, session.engine, input, adapter.needsScript === true);
  if (script !== undefined) await askBeforeRunning(context, session, script);
  context.progress({ message: "Reading the schema" });
  const catalog = await session.catalog(context.signal);
  context.progress({ message: script === undefined ? "Reading what the server counted" : "Running the workload's statements" });
  const workload = await adapter.read({ catalog, top, signal: context.signal, ...(script === undefined ? {} : { script }) });
  const room = { workload, schema: catalogRoom(session.engine, catalog, []), now: context.now() };
  return workReport(room, workRules.flatMap((rule) => rule.find(room)));
};

function topOf({ flags }: CommandInput): number {
  const top = Number(flags["top"] ?? unlessTold);
  if (!Number.isInteger(top) || top < 1 || top > 1000) throw new UsageError("badArgument", `--top is a number from 1 to 1000, not "${String(flags["top"])}".`);
  return top;
}

async function scriptOf(context: CommandContext, engine: Engine, { flags }: CommandInput, needed: boolean): Promise<Script | undefined> {
  const file = flags["workload"];
  if (typeof file === "string") return engine.split(parseSql(await readSql(context, file), engine).text);
  if (!needed) return undefined;
  throw new UsageError("missingArgument", "This engine counts no statements, so that it cannot say which take the time.", { next: "Write the project's queries into a file, each with how often it is called (-- calls: 500), and give it: --workload queries.sql." });
}

/** Each statement is executed to be measured: what writes, and anything on a production connection, only after a question. Throws RefusedError where nobody agrees, or in explore mode for what writes. */
async function askBeforeRunning(context: CommandContext, session: Session, script: Script): Promise<void> {
  const { engine, facts: server } = session;
  const statements = engine.analyse(script).statements;
  const writing = statements.filter(({ writes, transaction, statement }) => writes || transaction === "sideEffects" || engine.leavesTraces(statement.text) || engine.reachesBeyond(statement.text));
  if (writing.length > 0 && server.readOnly) throw new RefusedError("exploreMode", `${counted(writing.length, "statement")} of the workload ${writing.length === 1 ? "writes" : "write"}, and this connection only reads.`, { next: "Leave them out of the file, or leave explore mode." });
  if (writing.length === 0 && context.role !== "production") return;
  await context.confirm({
    title: `Execute the workload on ${server.database}?`,
    detail: `${counted(statements.length, "statement")} run for real on ${server.database} (${server.dialect} ${server.version}, ${context.role}) to be measured, up to three times each.${writing.length === 0 ? "" : " What they change is rolled back; triggers fire, sequences move on, and locks are held meanwhile."}`,
    sql: writing.map(({ statement }) => statement.text), destroys: [], always: true,
  });
}
