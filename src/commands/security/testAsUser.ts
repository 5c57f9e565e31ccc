import type { Attempted } from "../../core/access/attempt.ts";
import { cellOf } from "../../core/access/cell.ts";
import type { Identity } from "../../core/access/identity.ts";
import { compareSpec, specOf } from "../../core/access/spec.ts";
import { writeSpec } from "../../core/access/specFile.ts";
import { suite } from "../../core/access/suite.ts";
import type { Catalog } from "../../core/catalog/catalog.ts";
import { counted } from "../../core/counted.ts";
import { UnsupportedError } from "../../core/errors.ts";
import type { AccessAdapter } from "../../engines/access.ts";
import type { Session } from "../../engines/engine.ts";
import type { CommandContext, CommandHandler } from "../context.ts";
import { type Asked, readAsked } from "./testAsUser/asked.ts";
import { chosenObjects } from "./testAsUser/chosen.ts";
import { type Control, control } from "./testAsUser/control.ts";
import { type Mutant, mutate } from "./testAsUser/mutate.ts";
import { type Run, runReport } from "./testAsUser/report.ts";

/** Is somebody for the length of a transaction and tries everything, with rows made for it; nothing is left. */
export const testAsUser: CommandHandler = async (context, input) => {
  const asked = await readAsked(context, input);
  const session = await context.session();
  const { access } = session;
  if (access === undefined) throw new UnsupportedError("engine", `test-as-user does not work on ${session.facts.dialect}: nobody's access can be tried there.`);
  if (context.role === "production" && !session.facts.readOnly && input.flags["on-production"] !== true) {
    await context.confirm({
      title: "Test on a production connection?",
      detail: `Rows are inserted, changed and deleted, and policies lifted, ${access.trialPlace}. Nothing is left, but sequences move on and others may wait up to two seconds for a lock.`,
      sql: [], destroys: [], choice: "Give --on-production to agree beforehand, --mode explore to try reading only, or name another connection.",
    });
  }
  const run = await tryAll(context, session, access, asked);
  const cells = run.tried.map(cellOf);
  const names = run.identities.map(({ name }) => name);
  const files: string[] = [];
  if (asked.save !== undefined) files.push(await written(context, asked.save, writeSpec(specOf(cells, asked.how, names))));
  if (asked.pgtap !== undefined && run.tests !== undefined) files.push(await written(context, asked.pgtap, run.tests));
  const differences = asked.spec === undefined ? undefined : compareSpec(asked.spec.content, cells, names);
  return runReport(run, asked, differences, files, context.files);
};

async function tryAll(context: CommandContext, session: Session, access: AccessAdapter<Session>, asked: Asked): Promise<Run> {
  const { signal } = context;
  context.progress({ message: "Reading the schema" });
  const catalog = await session.catalog(signal);
  const objects = chosenObjects(access.objects(catalog), asked.tables);
  const identities = await access.identities(asked.request, catalog);
  const { readOnly } = session.facts;
  const possible = (await access.possible?.(catalog)) ?? (() => true);
  const attempts = suite({ identities, objects, rowsOf: (object) => access.rowsOf?.(object, catalog) ?? ["any"], mayMove: (object) => access.mayMove?.(object, catalog) ?? true, possible, readOnly });
  if (asked.pgtap !== undefined && access.asTests === undefined) throw new UnsupportedError("engine", `--pgtap works on PostgreSQL, not on ${session.facts.dialect}.`);
  const parts = await access.trial(async (trial) => {
    const tried = await tryEach(context, trial, access, catalog, attempts);
    if (readOnly) return { tried };
    context.progress({ message: "Trying what was denied without the protection" });
    const controlled: Control = await control(trial, access, catalog, tried, signal);
    const mutants: Mutant[] | undefined = asked.mutate ? await mutate(trial, access, catalog, tried, (done, total) => context.progress({ message: "Weakening policies", done, total }), signal) : undefined;
    const tests = asked.pgtap === undefined ? undefined : await access.asTests?.(trial, catalog, attempts, signal);
    return { tried, control: controlled, mutants, tests };
  }, signal);
  return { ...parts, identities, objects, readOnly, place: access.trialPlace, traces: access.traces?.(catalog, objects) ?? [] };
}

/** Some at a time, so that a person sees how far it is. */
const atOnce = 200;

async function tryEach(context: CommandContext, trial: Session, access: AccessAdapter<Session>, catalog: Catalog, attempts: ReturnType<typeof suite>): Promise<Attempted[]> {
  const order = [...new Set(attempts.map(({ identity }) => identity))].sort((one, other) => settings(one) - settings(other));
  const sorted = order.flatMap((identity) => attempts.filter((attempt) => attempt.identity === identity));
  const outcomes = new Map<(typeof attempts)[number], Attempted>();
  for (let at = 0; at < sorted.length; at += atOnce) {
    context.progress({ message: `Trying ${counted(sorted.length, "cell")}`, done: at, total: sorted.length });
    const part = sorted.slice(at, at + atOnce);
    (await access.attempt(trial, catalog, part, context.signal)).forEach((outcome, index) => outcomes.set(part[index]!, { ...part[index]!, outcome }));
  }
  return attempts.map((attempt) => outcomes.get(attempt)!);
}

function settings(identity: Identity): number {
  return Object.keys(identity.settings).length;
}

async function written(context: CommandContext, file: string, text: string): Promise<string> {
  await context.files.replaceText(file, text);
  return context.files.shown(file);
}
