import * as vscode from "vscode";
import type { Services } from "../services.ts";
import { registerTools } from "./registerTools.ts";

const participantId = "data-engineer.agent";

/** The chat participant and the language-model tools, where this editor has them. */
export function registerChat(services: Services): vscode.Disposable {
  const tools = registerTools(services);
  if (typeof (vscode as Partial<typeof vscode>).chat?.createChatParticipant !== "function") return tools;
  const participant = vscode.chat.createChatParticipant(participantId, async (request, _context, stream, token) => {
    const { answerChat } = await import("./participant.ts");
    return answerChat(services, request, stream, token);
  });
  participant.iconPath = new vscode.ThemeIcon("database");
  participant.followupProvider = { provideFollowups: (result) => followups(result) };
  return vscode.Disposable.from(participant, tools);
}

function followups({ metadata }: vscode.ChatResult): vscode.ChatFollowup[] {
  const after: Readonly<Record<string, vscode.ChatFollowup>> = {
    "verify-order": { prompt: "migrations", command: "dryRun", label: "Dry-run the migrations" },
    "dry-run": { prompt: "migrations", command: "applyMigration", label: "Apply the migrations" },
    "apply-migration": { prompt: "", command: "smokeTest", label: "Run the smoke test" },
  };
  const followup = metadata?.["status"] === "passed" ? after[String(metadata["command"])] : undefined;
  return followup === undefined ? [] : [followup];
}
