import type { Catalog } from "../../../core/catalog/catalog.ts";
import { UnsupportedError } from "../../../core/errors.ts";
import type { Identity } from "../../../core/access/identity.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandContext, CommandHandler } from "../../context.ts";
import { parseSql, readSql } from "../../data/sql/readScript.ts";
import type { SqlScript } from "../../data/sql/readScript.ts";
import { askBeforeExecution } from "./askBeforeExecution.ts";
import { readAsked } from "./asked.ts";
import type { Asked } from "./asked.ts";
import { executedPlan, livePlan } from "./livePlan.ts";
import { planReport } from "./planReport.ts";
import type { ReportedPlan } from "./planReport.ts";
import { looksLikePlan, readPlan } from "./readPlan.ts";
import type { ReadPlan } from "./readPlan.ts";

/** `analyze-performance query`: reads a plan, or asks the server for one, and tells what is to be seen in it. */
export const analyseQuery: CommandHandler = async (context, input) => {
  const asked = readAsked(input);
  const compared = asked.compareFile === undefined ? undefined : await fromFile(context, asked.compareFile);
  if (asked.planFile !== undefined) return planReport({ after: await fromFile(context, asked.planFile, asked.query), ...(compared === undefined ? {} : { before: compared }) });
  const given = await readSql(context, asked.query ?? "");
  if (await looksLikePlan(given.text, context.dialect)) {
    const after: ReportedPlan = { read: await readPlan(given.text, context.dialect), ...(given.file === undefined ? {} : { file: given.file }) };
    return planReport({ after, ...(compared === undefined ? {} : { before: compared }) });
  }
  const session = await context.session();
  const script = parseSql(given, session.engine);
  const agreement = asked.analyse ? await askBeforeExecution(context, session, script) : undefined;
  const left = new Set<string>();
  context.progress({ message: asked.analyse ? "Executing the query for its plan" : "Asking for the plan" });
  const catalog = await session.catalog(context.signal);
  const users = await usersOf(session, catalog, asked);
  const of = async (identity: Identity | undefined): Promise<ReportedPlan> => {
    if (agreement === undefined) return { read: await livePlan(context, session, script, { analyse: false, ...(identity === undefined ? {} : { identity }) }), ...titleOf(identity, script) };
    const executed = await executedPlan(context, session, script, agreement, identity);
    for (const one of executed.left) left.add(one);
    return { read: executed.read, ...titleOf(identity, script) };
  };
  const after = await of(users[1] ?? users[0]);
  const before = users[1] === undefined ? compared : await of(users[0]);
  return planReport({ after, ...(before === undefined ? {} : { before }), catalog, leftBehind: [...left] });
};

function titleOf(identity: Identity | undefined, { file }: SqlScript): Omit<ReportedPlan, "read"> {
  return { ...(identity === undefined ? {} : { title: identity.name }), ...(file === undefined ? {} : { file }) };
}

/** `query`: what it is the plan of, where that was given beside it. */
async function fromFile(context: CommandContext, file: string, query?: string): Promise<ReportedPlan> {
  const read: ReadPlan = await readPlan(await context.files.readText(file), context.dialect, query);
  return { read, file: context.files.shown(file), title: context.files.shown(file) };
}

/** Whom the plan is asked for as, and whom it is compared with. */
async function usersOf(session: Session, catalog: Catalog, { user, compareUser, dbRole }: Asked): Promise<readonly Identity[]> {
  if (user === undefined) return [];
  const { access } = session;
  if (access?.become === undefined) throw new UnsupportedError("engine", `On ${session.facts.dialect} no plan can be had as somebody else.`, { next: "Leave out --user; it works on PostgreSQL." });
  const identityOf = async (id: string): Promise<Identity[]> => (await access.identities({ user: id, claims: {}, ...(dbRole === undefined ? {} : { role: dbRole }) }, catalog)).slice(0, 1);
  return [...(await identityOf(user)), ...(compareUser === undefined ? [] : await identityOf(compareUser))];
}
