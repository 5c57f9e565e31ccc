import type { CommandContext, CommandInput } from "../commands/context.ts";
import type { ReportBody } from "../core/report/report.ts";
import type { CommandEntry } from "./commands.ts";
import type { PermissionMode } from "./permissionMode.ts";
import type { Transcript } from "./transcript.ts";

/** What the agent's own commands may use besides what every command may. */
export interface AgentContext extends CommandContext {
  readonly commands: readonly CommandEntry[];
  readonly transcript: Transcript;
  readonly face: "editor" | "console" | "chat" | "cli";
  setMode(mode: PermissionMode): void;
}

/** Every CommandHandler is one too. */
export type AgentHandler = (context: AgentContext, input: CommandInput) => Promise<ReportBody>;
