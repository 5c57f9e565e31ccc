import type * as vscode from "vscode";
import { run } from "../../agent/agent.ts";
import type { Report } from "../../core/report/report.ts";
import { createHost } from "../host.ts";
import type { Services } from "../services.ts";

/** Runs verify-order for the Problems panel: nobody asked, so nothing is shown or kept of it. */
export async function verifyInBackground(services: Services, uri: vscode.Uri, folder: string): Promise<Report> {
  const host = createHost(services, { face: "editor", uri, signal: new AbortController().signal, progress: () => undefined });
  return (await run({ command: "verify-order", args: [folder], flags: {} }, { ...host, background: true })).report;
}
