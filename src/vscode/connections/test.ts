import * as vscode from "vscode";
import type { ConnectionProfile } from "../../agent/connectionProfile.ts";
import { profileUrl } from "../../agent/profiles/profileUrl.ts";
import { isDataEngineerError } from "../../core/errors.ts";
import type { ServerFacts } from "../../engines/engine.ts";
import { settingsOf } from "../settings.ts";
import { workspaceCwd } from "../workspaceCwd.ts";
import { withAbort } from "../withAbort.ts";
import type { Connections } from "./connections.ts";
import { withSession } from "./openSession.ts";

export type TestResult = { readonly passed: true; readonly facts: ServerFacts } | { readonly passed: false; readonly error: unknown };

/** Connects read-only, reads the server's facts, disconnects. Cancellable. `password` is one not saved yet. */
export async function testConnection(connections: Connections, profile: ConnectionProfile, password?: string): Promise<TestResult> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Connecting to ${profile.name}`, cancellable: true }, async (_progress, token) => {
    try {
      const typed = password === undefined ? await connections.target(profile, true) : { name: profile.name, role: profile.role, url: profileUrl(profile, password, process.env) };
      if (typed === undefined) return { passed: false, error: new Error("No password was given.") };
      const facts = await withAbort(token, (signal) => withSession(typed, workspaceCwd(), settingsOf(), signal, (session) => Promise.resolve(session.facts)));
      return { passed: true, facts };
    } catch (error) {
      return { passed: false, error };
    }
  });
}

/** What went wrong and what to do, for a dialog's detail. */
export function describeFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return isDataEngineerError(error) && error.next !== undefined ? `${message}\n\n${error.next}` : message;
}
