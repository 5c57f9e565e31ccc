import * as vscode from "vscode";
import { run } from "../../agent/agent.ts";
import { commands } from "../../agent/commands.ts";
import type { Invocation } from "../../agent/input.ts";
import { renderMarkdown } from "../../core/report/render/markdown.ts";
import { createHost } from "../host.ts";
import { keepRun } from "../runs/presentRun.ts";
import { ranWith } from "../runs/ranWith.ts";
import type { Services } from "../services.ts";
import { withAbort } from "../withAbort.ts";
import { describeFailure } from "../connections/test.ts";
import { likelyCommands, readRequest, slashName } from "./request.ts";

/** Answers a message to @data-engineer: runs the command that it names, or says which ones could be meant. Needs no language model. */
export async function answerChat(services: Services, request: vscode.ChatRequest, stream: vscode.ChatResponseStream, token: vscode.CancellationToken): Promise<vscode.ChatResult> {
  let invocation: Invocation | undefined;
  try {
    invocation = readRequest(request.command, request.prompt);
  } catch (error) {
    stream.markdown(plain(describeFailure(error)));
    return {};
  }
  if (invocation === undefined) {
    suggest(request.prompt, stream);
    return {};
  }
  const asked = invocation;
  const report = await withAbort(token, async (signal) => {
    const host = createHost(services, { face: "chat", signal, progress: ({ message }) => {
      stream.progress(message);
    } });
    const result = await run(asked, host);
    keepRun(services, { report: result.report, at: new Date(), cwd: host.cwd, ran: ranWith(services, asked.args, asked.flags) });
    return result.report;
  });
  stream.markdown(new vscode.MarkdownString(renderMarkdown(report)));
  stream.button({ command: "dataEngineer.reports.openLast", title: "Open Report" });
  return { metadata: { command: report.command, status: report.status } };
}

function suggest(prompt: string, stream: vscode.ChatResponseStream): void {
  const likely = likelyCommands(prompt);
  stream.markdown(likely.length === 0 ? "Name a command, for example `/dryRun migrations`. All of them:\n\n" : "That could be one of these:\n\n");
  for (const entry of likely.length === 0 ? commands.filter((known) => known.built) : likely) {
    stream.markdown(`- \`/${slashName(entry)}${entry.args.map((argument) => (argument.required ? ` <${argument.name}>` : ` [${argument.name}]`)).join("")}\` ${entry.summary}\n`);
  }
}

function plain(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString().appendText(text);
}
