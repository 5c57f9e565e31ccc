import { RefusedError, UnsupportedError } from "../core/errors.ts";
import { WorkspaceFiles } from "../core/files/workspaceFiles.ts";
import type { Report, ReportBody } from "../core/report/report.ts";
import { nounsOf } from "../core/nouns.ts";
import type { AgentContext } from "./agentContext.ts";
import type { CommandEntry } from "./commands.ts";
import { commands, findCommand } from "./commands.ts";
import { confirm, exploreRefusal } from "./confirm.ts";
import { RunConnection } from "./connection.ts";
import { errorBody } from "./errorReport.ts";
import { exitCodeOf } from "./exitCode.ts";
import { handlers } from "./handlers.ts";
import type { Host } from "./host.ts";
import type { Invocation } from "./input.ts";
import { askOnTheWay } from "./askOnTheWay.ts";
import { checkInput, requireCommand } from "./input.ts";
import { formatLine } from "./line.ts";
import { decide } from "./permission.ts";
import { Redactor } from "./redact.ts";
import { transcriptOf } from "./transcript.ts";

export interface RunResult {
  readonly report: Report;
  readonly exitCode: number;
}

/** Runs one command for a face. Never throws: whatever goes wrong is in the report, and nothing secret is. */
export async function run(invocation: Invocation, host: Host): Promise<RunResult> {
  const started = performance.now();
  const startedAt = new Date().toISOString();
  const redactor = new Redactor();
  const connection = new RunConnection(host, redactor);
  const body = await runGuarded(invocation, host, connection, redactor);
  await connection.close();
  const target = connection.reportTarget;
  const report = redactor.report({
    command: findCommand(invocation.command)?.name ?? redactor.text(invocation.command.replace(/^\*/, "")),
    status: body.status,
    summary: body.summary,
    ...(target === undefined ? {} : { target }),
    findings: body.findings ?? [],
    evidence: body.evidence ?? [],
    data: body.data ?? {},
    files: body.files ?? [],
    durationMs: Math.round(performance.now() - started),
  });
  if (host.background !== true) transcriptOf(host.cwd).add({ line: redactor.text(formatLine(invocation)), startedAt, report });
  return { report, exitCode: exitCodeOf(report) };
}

async function runGuarded(invocation: Invocation, host: Host, connection: RunConnection, redactor: Redactor): Promise<ReportBody> {
  try {
    return await runEntry(requireCommand(invocation.command), invocation, host, connection, redactor);
  } catch (error) {
    if (process.env["DEBUG"] && error instanceof Error) host.log(redactor.text(error.stack ?? error.message));
    return errorBody(error, host.signal);
  }
}

async function runEntry(entry: CommandEntry, invocation: Invocation, host: Host, connection: RunConnection, redactor: Redactor): Promise<ReportBody> {
  const load = handlers[entry.name];
  if (!entry.built || load === undefined) {
    throw new UnsupportedError("notBuilt", `${entry.name} is not built yet.`, { next: "Run help to see what this version can do." });
  }
  const input = checkInput(entry, invocation);
  if (entry.needs.includes("trust") && !host.trusted) {
    throw new RefusedError("untrusted", `${entry.name} does not run in a workspace that is not trusted.`, { next: "Trust the workspace, or use verify-order, which executes nothing." });
  }
  const blocked = decide({ mode: host.mode(), effect: entry.effect, role: connection.role, destroys: false }) === "refuse";
  if (blocked && entry.readOnlyInExplore !== true) throw exploreRefusal(entry.name);
  if (entry.needs.includes("connection")) await connection.target();
  checkEngine(entry, connection);
  const handler = await load();
  return handler(contextOf(entry, host, connection, redactor), input);
}

function checkEngine(entry: CommandEntry, connection: RunConnection): void {
  const dialect = connection.dialect;
  if (entry.engines === "any" || dialect === undefined) return;
  const engine = dialect === "mariadb" ? "mysql" : dialect;
  if (!entry.engines.includes(engine)) {
    throw new UnsupportedError("engine", `${entry.name} does not work on ${dialect}.`, { next: entry.instead?.[engine] ?? `It works on ${entry.engines.join(", ")}.` });
  }
}

function contextOf(entry: CommandEntry, host: Host, connection: RunConnection, redactor: Redactor): AgentContext {
  return {
    cwd: host.cwd,
    files: new WorkspaceFiles(host.cwd),
    mode: host.mode(),
    role: connection.role,
    settings: host.settings,
    dialect: connection.dialect,
    signal: host.signal,
    language: (guess) => connection.language(guess),
    session: () => connection.session(),
    confirm: (request) => confirm({ ...request, nouns: nounsOf(connection.dialect) }, entry, connection.role, host, redactor),
    ask: (question) => askOnTheWay(question, entry, host, redactor),
    progress: (step) => host.progress({ ...step, message: redactor.text(step.message) }),
    log: (line) => host.log(redactor.text(line)),
    now: () => new Date(),
    environment: { variables: process.env, nodeVersion: process.version, nodeApi: Number(process.versions["napi"] ?? 0) },
    commands,
    transcript: transcriptOf(host.cwd),
    face: host.face,
    redact: (text) => redactor.text(text),
    setMode: (mode) => host.setMode(mode),
  };
}
