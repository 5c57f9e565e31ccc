import { readdir } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import { run } from "../../agent/agent.ts";
import { askInLines } from "../../agent/askInLines.ts";
import { findCommand } from "../../agent/commands.ts";
import type { CommandArgument } from "../../agent/commands.ts";
import type { Answer, Host } from "../../agent/host.ts";
import { parseLine } from "../../agent/line.ts";
import type { Confirmation } from "../../commands/context.ts";
import { isDataEngineerError } from "../../core/errors.ts";
import { renderText } from "../../core/report/render/text.ts";
import { visible } from "../../core/report/render/visible.ts";
import { tellDestruction } from "../../core/script/destructionWords.ts";
import { createHost } from "../host.ts";
import type { OpenReports } from "../reports/presentation.ts";
import { hasPanel, showRun } from "../reports/showRun.ts";
import { keepRun } from "../runs/presentRun.ts";
import { ranWith } from "../runs/ranWith.ts";
import type { Services } from "../services.ts";
import { setting } from "../settings.ts";
import { readSnapshots } from "../snapshots/readSnapshots.ts";
import { workspaceCwd } from "../workspaceCwd.ts";
import { completeLine } from "./completion.ts";
import { ConsoleSession } from "./consoleSession.ts";

let opened: { readonly terminal: vscode.Terminal; readonly type: (line: string) => void } | undefined;

/** Shows the console where the agent's commands are typed with their asterisk; there is one per window. */
export function openConsole(services: Services): vscode.Terminal {
  if (opened === undefined || opened.terminal.exitStatus !== undefined) {
    const { pty, type } = createPty(services);
    opened = { terminal: vscode.window.createTerminal({ name: "Data Engineer", iconPath: new vscode.ThemeIcon("database"), pty, isTransient: true }), type };
  }
  opened.terminal.show();
  return opened.terminal;
}

/** Shows the console and types a line there: for a command that asks on its way. A line that is being edited is left where it is, and what runs is not disturbed. */
export function typeInConsole(services: Services, line: string): void {
  openConsole(services);
  opened?.type(line);
}

export function closeConsole(): void {
  opened?.terminal.dispose();
}

function createPty(services: Services): { readonly pty: vscode.Pseudoterminal; readonly type: (line: string) => void } {
  const written = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<number>();
  const subscriptions: vscode.Disposable[] = [written, closed];
  const session: ConsoleSession = new ConsoleSession(
    {
      write: (data) => {
        written.fire(data);
      },
      prompt: () => promptOf(services),
      run: (line, signal) => runLine(services, session, line, signal, () => {
        closed.fire(0);
      }),
      complete: (line, cursor) => completeLine(line, cursor, offer),
      close: () => {
        closed.fire(0);
      },
    },
    80,
  );
  let early: string[] | undefined = [];
  const type = (line: string): void => {
    if (early === undefined) session.type(line);
    else early.push(line);
  };
  const pty: vscode.Pseudoterminal = {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open: (dimensions) => {
      session.resize(dimensions?.columns ?? 80);
      session.open("Data Engineer. Type *help for the commands, Tab completes, Ctrl+C cancels, *exit closes.\n");
      const lines = early ?? [];
      early = undefined;
      for (const line of lines) session.type(line);
    },
    setDimensions: ({ columns }) => {
      session.resize(columns);
    },
    handleInput: (data) => {
      session.input(data);
    },
    close: () => {
      session.stop();
      for (const subscription of subscriptions) subscription.dispose();
      opened = undefined;
    },
  };
  return { pty, type };
}

function promptOf({ connections, mode }: Services): { readonly text: string; readonly color: number } {
  const active = connections.active;
  const name = active === undefined ? "no connection" : active.role === "development" ? active.name : `${active.name} ${active.role}`;
  return { text: `${visible(name)} ${mode.current}> `, color: active?.role === "production" ? 31 : 36 };
}

async function runLine(services: Services, session: ConsoleSession, line: string, signal: AbortSignal, close: () => void): Promise<void> {
  try {
    const invocation = parseLine(line);
    const host = createHost(services, {
      face: "console", signal, ask: (request, how) => askInConsole(session, request, how),
      question: (question) => askInLines(question, { print: (text) => session.print(text), read: (prompt) => session.ask(prompt) }),
      progress: ({ message, done, total }) => {
        session.progress(done === undefined || total === undefined ? message : `${message} (${done} of ${total})`);
      },
    });
    const { report } = await run(invocation, host);
    session.print(renderText(report, { color: true, columns: session.width }));
    const uri = keepRun(services, { report, at: new Date(), cwd: host.cwd, ran: ranWith(services, invocation.args, invocation.flags) });
    if (hasPanel(report) && setting<OpenReports>("reports.open") !== "never") await showRun(services, uri);
    if (findCommand(invocation.command)?.name === "exit" && report.status === "passed") close();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    session.print(`\u001b[31m${visible(message)}\u001b[0m${isDataEngineerError(error) && error.next !== undefined ? `\n${visible(error.next)}` : ""}`);
  }
}

async function askInConsole(session: ConsoleSession, request: Confirmation, how: Parameters<Host["ask"]>[1]): Promise<Answer> {
  const lines = [`\u001b[1m${visible(request.title)}\u001b[0m`, visible(request.detail)];
  for (const sql of request.sql.slice(0, 50)) lines.push(`  \u001b[36m${visible(sql).replaceAll("\n", "\n  ")}\u001b[0m`);
  if (request.sql.length > 50) lines.push(`  and ${request.sql.length - 50} more statements`);
  for (const item of request.destroys) {
    lines.push(`  \u001b[31m${visible(tellDestruction(item, request.nouns))}\u001b[0m`, ...item.impact.map((impact) => `    ${visible(impact)}`));
  }
  session.print(lines.join("\n"));
  const answer = await session.ask(how.kind === "nameObject" ? `Type ${visible(how.name)} to go on: ` : "Go on? (yes/no) ");
  if (how.kind === "nameObject") return answer === undefined || answer.trim() === "" ? { agreed: false } : { agreed: true, typedName: answer.trim() };
  return { agreed: /^y(es)?$/i.test(answer?.trim() ?? "") };
}

async function offer(offers: NonNullable<CommandArgument["offers"]>, typed: string): Promise<readonly string[]> {
  const cwd = workspaceCwd();
  const snapshots = offers === "snapshot" || offers === "snapshotOrFile" ? (await readSnapshots(cwd)).map((snapshot) => snapshot.id) : [];
  const files = offers === "snapshot" || offers === "table" || offers === "checklist" ? [] : await paths(cwd, typed);
  return [...snapshots, ...files];
}

async function paths(cwd: string, typed: string): Promise<string[]> {
  const folder = typed.slice(0, typed.lastIndexOf("/") + 1);
  const entries = await readdir(path.resolve(cwd, folder), { withFileTypes: true }).catch(() => []);
  const shown = entries.filter((entry) => !entry.name.startsWith(".") && entry.name !== "node_modules");
  return shown.map((entry) => `${folder}${entry.name}${entry.isDirectory() ? "/" : ""}`).sort();
}
