import { stat } from "node:fs/promises";
import path from "node:path";
import { run } from "../agent/agent.ts";
import { errorBody } from "../agent/errorReport.ts";
import { exitCodeOf } from "../agent/exitCode.ts";
import { Redactor } from "../agent/redact.ts";
import { UsageError } from "../core/errors.ts";
import type { Report } from "../core/report/report.ts";
import { makeHost } from "./host.ts";
import { interruptSignal } from "./interrupt.ts";
import type { CliOptions } from "./options.ts";
import { render } from "./render.ts";
import { Terminal } from "./terminal.ts";

/** Runs one command line to its exit code: report to stdout, all else to stderr. */
export async function runCommandLine(options: CliOptions & { readonly command: string }): Promise<number> {
  const terminal = new Terminal();
  const { signal, dispose } = interruptSignal(terminal);
  try {
    const { report, exitCode } = await runReported(options, terminal, signal);
    await terminal.report(await render(report, options.format, terminal));
    return exitCode;
  } finally {
    dispose();
  }
}

async function runReported(options: CliOptions & { readonly command: string }, terminal: Terminal, signal: AbortSignal): Promise<{ readonly report: Report; readonly exitCode: number }> {
  try {
    const cwd = await workspace(options.cwd);
    const host = await makeHost(options, cwd, terminal, signal);
    return await run({ command: options.command, args: options.args, flags: options.flags }, host);
  } catch (error) {
    return failure(options.command, error, signal, options.url);
  }
}

/** What went wrong before a command could run, as a report like any other. */
export function failure(command: string, error: unknown, signal: AbortSignal, url?: string): { readonly report: Report; readonly exitCode: number } {
  const redactor = new Redactor();
  if (url !== undefined) redactor.addUrl(url);
  const body = errorBody(error, signal);
  const report = redactor.report({ command: redactor.text(command.replace(/^\*/, "")), status: body.status, summary: body.summary, findings: body.findings ?? [], evidence: [], data: body.data ?? {}, files: [], durationMs: 0 });
  return { report, exitCode: exitCodeOf(report) };
}

async function workspace(cwd: string | undefined): Promise<string> {
  const folder = path.resolve(cwd ?? ".");
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true) throw new UsageError("badArgument", `There is no folder ${folder}.`, { next: "Give --cwd a folder that exists." });
  return folder;
}
