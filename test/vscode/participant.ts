import * as vscode from "vscode";

let registered: { readonly id: string; readonly handler: vscode.ChatRequestHandler } | undefined;
const { createChatParticipant } = vscode.chat;

/** Notes what the extension registers as its chat participant, which it does all the same: without a language model the workbench passes no message on. */
export function noteParticipant(): void {
  (vscode.chat as { createChatParticipant: typeof createChatParticipant }).createChatParticipant = (id, handler) => {
    registered = { id, handler };
    return createChatParticipant.call(vscode.chat, id, handler);
  };
}

/** What the participant answers to a message: its Markdown, the titles of its buttons, and its result. */
export async function answerOf(prompt: string, command?: string): Promise<{ readonly id: string; readonly text: string; readonly buttons: readonly string[]; readonly result: vscode.ChatResult }> {
  if (registered === undefined) throw new Error("No participant was registered.");
  const texts: string[] = [];
  const buttons: string[] = [];
  const stream = {
    markdown: (value: string | vscode.MarkdownString) => texts.push(typeof value === "string" ? value : value.value),
    progress: () => undefined,
    button: ({ title }: vscode.Command) => buttons.push(title),
  } as unknown as vscode.ChatResponseStream;
  const request = { prompt, command, references: [], toolReferences: [] } as unknown as vscode.ChatRequest;
  const result = await registered.handler(request, { history: [] }, stream, new vscode.CancellationTokenSource().token);
  return { id: registered.id, text: texts.join(""), buttons, result: result ?? {} };
}
