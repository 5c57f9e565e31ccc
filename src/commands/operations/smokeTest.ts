import type { Finding } from "../../core/report/report.ts";
import { catalogChecks } from "../../core/smoke/catalogChecks.ts";
import type { Check, SmokeRoom } from "../../core/smoke/check.ts";
import { historyChecks } from "../../core/smoke/historyChecks.ts";
import { integrityCheck, rowCounts, sequencesCheck, viewsCheck } from "../../core/smoke/liveChecks.ts";
import type { CommandHandler } from "../context.ts";
import { nounsOf, titled } from "../../core/nouns.ts";

/** Looks at a database after a change: every check named, executed in one read-only transaction where one sees the structure as it sees the rows. */
export const smokeTest: CommandHandler = async (context, input) => {
  const session = await context.session();
  const nouns = nounsOf(session.facts.dialect);
  const whole = session.migrations.undoes === "structure";
  const look = <Value>(work: () => Promise<Value>): Promise<Value> => (whole ? session.transaction("readOnly", work) : work());
  const { checks, rows } = await look(async () => {
    context.progress({ message: "Reading the schema" });
    const room: SmokeRoom = { connection: session, catalog: await session.catalog(context.signal), signal: context.signal };
    const found: Check[] = [{ name: "server", status: "passed", detail: `${session.facts.dialect} ${session.facts.version}, database ${session.facts.database}.`, problems: [] }];
    const steps: readonly [string, () => Promise<readonly Check[]>][] = [
      ["Comparing the history", () => historyChecks(room, context.files, context.settings, input.args["version"])],
      ["Checking integrity", async () => [await integrityCheck(room)]],
      ["Reading views", async () => [await viewsCheck(room)]],
      ["Reading constraints, indexes, triggers and policies", () => Promise.resolve(catalogChecks(room))],
      ["Comparing sequences", async () => [await sequencesCheck(room)]],
    ];
    for (const [at, [message, step]] of steps.entries()) {
      context.progress({ message, done: at + 1, total: steps.length + 1 });
      found.push(...(await step()));
    }
    context.progress({ message: `Counting ${nouns.row}s`, done: steps.length + 1, total: steps.length + 1 });
    const counted = await rowCounts(room);
    return { checks: [...found, counted.check], rows: counted.rows };
  });
  const failed = checks.filter((check) => check.status === "failed");
  const warned = checks.filter((check) => check.status === "warning");
  const ran = checks.filter((check) => check.status !== "skipped").length;
  return {
    status: failed.length === 0 ? "passed" : "failed",
    summary: failed.length === 0 ? `${ran} checks passed${warned.length === 0 ? "" : `, ${warned.length} with a warning`}.` : `${failed.length} of ${ran} checks failed: ${failed.map((check) => check.name).join(", ")}.`,
    findings: checks.flatMap(findingsOf),
    evidence: [
      { kind: "table", title: "Checks", columns: ["Check", "Status", "What was found"], rows: checks.map((check) => [check.name, check.status, check.detail]) },
      { kind: "table", title: `${titled(nouns.row)}s`, columns: [titled(nouns.table), `${titled(nouns.row)}s`], rows: [...rows] },
    ],
    data: { checks: checks.map(({ name, status, detail }) => ({ name, status, detail })), rows: Object.fromEntries(rows) },
  };
};

function findingsOf(check: Check): Finding[] {
  const rule = `smoke/${check.name.replace(/ of .*/, "").replace(/[^a-z]+/gi, "-")}`;
  return check.problems.map(({ object, message, sql }) => ({
    rule, severity: check.status === "failed" ? "error" : "warning", message, object,
    ...(sql === undefined ? {} : { fix: { title: "Mend it", sql, proven: false } }),
  }));
}
