import * as vscode from "vscode";
import { describeProfile } from "../../agent/connectionProfile.ts";
import type { Services } from "../services.ts";
import { withAbort } from "../withAbort.ts";
import type { ToolEntry, ToolInput } from "./tools.ts";
import { toolResult, tools, toolWords } from "./tools.ts";

/** Registers the language-model tools where this editor has them. */
export function registerTools(services: Services): vscode.Disposable {
  if (typeof (vscode as Partial<typeof vscode>).lm?.registerTool !== "function") return new vscode.Disposable(() => undefined);
  return vscode.Disposable.from(...tools.map((tool) => vscode.lm.registerTool<ToolInput>(tool.name, {
    prepareInvocation: ({ input }) => prepare(services, tool, input),
    invoke: ({ input }, token) => invoke(services, tool, input, token),
  })));
}

/** What a person confirms before a model's call runs: the words and SQL of it, and the database it would reach. */
export function prepare(services: Services, tool: ToolEntry, input: ToolInput): vscode.PreparedToolInvocation {
  const words = toolWords(tool, input);
  const active = services.connections.active;
  const message = new vscode.MarkdownString();
  message.appendMarkdown(active === undefined ? "No connection is in use; you will be asked for one.\n" : "On ");
  if (active !== undefined) message.appendText(`${active.name} (${active.role}), ${describeProfile(active)}`);
  message.appendMarkdown("\n");
  message.appendCodeblock([...words.args, ...Object.entries(words.flags).map(([name, value]) => `--${name}${value === true ? "" : ` ${value}`}`)].join("\n"), tool.command === "run-sql" ? "sql" : "text");
  return { invocationMessage: `${tool.doing} …`, ...(tool.showsSql ? { confirmationMessages: { title: `Data Engineer: ${tool.command}`, message } } : {}) };
}

async function invoke(services: Services, tool: ToolEntry, input: ToolInput, token: vscode.CancellationToken): Promise<vscode.LanguageModelToolResult> {
  const [{ run }, { createHost }, { keepRun }] = await Promise.all([import("../../agent/agent.ts"), import("../host.ts"), import("../runs/presentRun.ts")]);
  const report = await withAbort(token, async (signal) => {
    const host = createHost(services, { face: "chat", signal, progress: () => undefined });
    const result = await run({ command: tool.command, ...toolWords(tool, input) }, host);
    keepRun(services, { report: result.report, at: new Date(), cwd: host.cwd });
    return result.report;
  });
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(toolResult(report))]);
}
