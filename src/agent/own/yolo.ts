import type { AgentHandler } from "../agentContext.ts";
import type { PermissionMode } from "../permissionMode.ts";
import { nextMode } from "../permissionMode.ts";

const meaning: Readonly<Record<PermissionMode, string>> = {
  ask: "every change of a database is asked for first",
  auto: "changes run without a question; a destructive one still asks for the object's name, and production still asks",
  explore: "nothing can be written; the connection itself is read-only",
};

/** Moves the permission mode one step along ask > auto > explore. */
export const yolo: AgentHandler = async (context) => {
  const mode = nextMode(context.mode);
  context.setMode(mode);
  const kept = context.face === "cli" ? ` This process ends here, so give --mode ${mode} to the command that it is for.` : "";
  return { status: "passed", summary: `Permission mode is ${mode}: ${meaning[mode]}.${kept}`, data: { mode, previous: context.mode } };
};
