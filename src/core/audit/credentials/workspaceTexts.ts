import type { WorkspaceFiles } from "../../files/workspaceFiles.ts";
import type { AuditedText } from "../engineLook.ts";

/** The workspace's files in which a credential may stand, for `credentialRules`; never those of other people's packages. */
export function workspaceTexts(_files: WorkspaceFiles, _signal: AbortSignal): Promise<readonly AuditedText[]> {
  return Promise.resolve([]);
}
