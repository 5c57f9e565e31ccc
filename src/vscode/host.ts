import { homedir } from "node:os";
import * as vscode from "vscode";
import type { Answer, ConnectionTarget, Host } from "../agent/host.ts";
import { dialectOfProfile } from "../agent/profiles/dialect.ts";
import type { Confirmation, ProgressStep } from "../commands/context.ts";
import { tellDestruction } from "../core/script/destructionWords.ts";
import { askStep } from "./connections/askStep.ts";
import { pickConnection } from "./connections/actions.ts";
import type { Services } from "./services.ts";
import { configuredDialect, settingsOf } from "./settings.ts";
import { workspaceFolder } from "./workspaceCwd.ts";

export interface HostOptions {
  readonly face: Host["face"];
  readonly signal: AbortSignal;
  readonly uri?: vscode.Uri;
  readonly progress: (step: ProgressStep) => void;
  /** Faces that ask in their own way. */
  readonly ask?: Host["ask"];
  /** Faces in which one can be asked on the way of a guided command. */
  readonly question?: NonNullable<Host["question"]>;
}

/** What the editor gives a run: the active connection, modal questions, its settings. */
export function createHost(services: Services, options: HostOptions): Host {
  const folder = workspaceFolder(options.uri)?.uri;
  const { active } = services.connections;
  const spoken = active === undefined ? undefined : dialectOfProfile(active);
  const dialect = spoken ?? configuredDialect(folder);
  let connection: Promise<ConnectionTarget | undefined> | undefined;
  return {
    face: options.face,
    cwd: folder?.fsPath ?? homedir(),
    trusted: vscode.workspace.isTrusted,
    settings: settingsOf(folder),
    signal: options.signal,
    ...(dialect === undefined ? {} : { dialect }),
    ...(active === undefined || spoken === undefined ? {} : { namedConnection: () => services.connections.target(active, false) }),
    mode: () => services.mode.current,
    setMode: (mode) => {
      services.mode.set(mode);
    },
    connection: () => (connection ??= chooseConnection(services)),
    ask: options.ask ?? ((request, how) => askInEditor(services, request, how)),
    ...(options.question === undefined ? {} : { question: options.question }),
    progress: options.progress,
    log: (line) => {
      services.log.info(line);
    },
  };
}

async function chooseConnection(services: Services): Promise<ConnectionTarget | undefined> {
  const { connections } = services;
  const profile = connections.active ?? (await pickConnection(connections, "Which connection is this for?"));
  if (profile === undefined) return undefined;
  if (connections.active !== profile) await connections.setActive(profile.name);
  return connections.target(profile, true);
}

/** A modal question; a destructive one must be answered with the object's name, each time anew. */
async function askInEditor(services: Services, request: Confirmation, how: Parameters<Host["ask"]>[1]): Promise<Answer> {
  const go = how.kind === "nameObject" ? "Type Its Name…" : "Continue";
  const show = `Show ${request.nouns?.script ?? "SQL"}`;
  const buttons = request.sql.length === 0 ? [go] : [go, show];
  const choice = await vscode.window.showWarningMessage(request.title, { modal: true, detail: detailOf(request) }, ...buttons);
  if (choice === undefined) return { agreed: false };
  if (choice === show) await services.previews.show(request.title, request.sql);
  if (how.kind === "nameObject") return askName(request, how.name);
  return { agreed: choice === go || (await askBesidePreview(request)) };
}

async function askName(request: Confirmation, name: string): Promise<Answer> {
  const question = { title: request.title, prompt: `This cannot be answered with a click. Type ${name} to go on, Escape to stop.`, validate: (value: string) => (value.trim() === name ? null : `Type exactly ${name}, or press Escape: then nothing is changed.`) };
  const answer = await askStep(question, { title: "", step: 1, total: 1, mayGoBack: false });
  return answer.kind === "answer" ? { agreed: true, typedName: answer.value.trim() } : { agreed: false };
}

/** The preview stays readable behind a quick pick, which a modal dialog would cover. */
async function askBesidePreview(request: Confirmation): Promise<boolean> {
  const go = { label: "$(check) Continue", description: "run what the preview shows" };
  const stop = { label: "$(close) Stop", description: "nothing is changed" };
  return (await vscode.window.showQuickPick([go, stop], { title: request.title, placeHolder: "The preview shows what would run", ignoreFocusOut: true })) === go;
}

function detailOf(request: Confirmation): string {
  const lines = [request.detail];
  for (const item of request.destroys) {
    lines.push(`\n• ${tellDestruction(item, request.nouns)}`);
    for (const impact of item.impact.slice(0, 8)) lines.push(`    ${impact}`);
    if (item.impact.length > 8) lines.push(`    and ${item.impact.length - 8} more`);
  }
  return lines.join("\n").slice(0, 4000);
}
