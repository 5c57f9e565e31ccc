import * as vscode from "vscode";
import { isServer } from "../../agent/connectionProfile.ts";
import type { ConnectionProfile } from "../../agent/connectionProfile.ts";
import { relativePath } from "../runs/invocation.ts";
import { workspaceCwd } from "../workspaceCwd.ts";
import { askStep } from "./askStep.ts";
import type { Connections } from "./connections.ts";
import { describeFailure, testConnection } from "./test.ts";
import { question } from "./wizardQuestions.ts";
import type { WizardFacts } from "./wizardQuestions.ts";
import { answered, draftOf, profileOf, stepsOf } from "./wizardSteps.ts";
import type { Draft } from "./wizardSteps.ts";
import { saveProfile } from "./save.ts";

/** Leads through making (or editing) a connection; the saved profile, or undefined when it was given up. */
export async function connectionWizard(connections: Connections, edited?: ConnectionProfile): Promise<ConnectionProfile | undefined> {
  const facts = await wizardFacts(connections, edited);
  const title = edited === undefined ? "Add Connection" : `Edit ${edited.name}`;
  let draft: Draft = edited === undefined ? {} : draftOf(edited);
  let at = edited === undefined ? 0 : 1;
  for (;;) {
    const steps = stepsOf(draft);
    const step = steps[at];
    if (step === undefined) {
      const saved = await finish(connections, draft, edited);
      if (saved !== "again") return saved;
      at = 1;
      continue;
    }
    const answer = await askStep(question(step, draft, facts), { title, step: at + 1, total: steps.length, mayGoBack: at > 0 });
    if (answer.kind === "cancelled") return undefined;
    if (answer.kind === "back") at -= 1;
    else {
      draft = answered(draft, step, answer.value);
      at += 1;
    }
  }
}

async function finish(connections: Connections, draft: Draft, edited: ConnectionProfile | undefined): Promise<ConnectionProfile | undefined | "again"> {
  const { profile, password } = profileOf(draft);
  const where = draft.save ?? "";
  if (where.startsWith("test-")) {
    const known = draft.passwordFrom === "keep" && edited !== undefined && isServer(edited) ? await connections.passwords.get(edited) : password;
    const tested = await testConnection(connections, profile, known);
    if (!tested.passed) {
      const change = "Change the Answers";
      const anyway = "Save Anyway";
      const choice = await vscode.window.showErrorMessage(`${profile.name} does not answer`, { modal: true, detail: describeFailure(tested.error) }, change, anyway);
      if (choice === change) return "again";
      if (choice === undefined) return undefined;
    }
  }
  await saveProfile(connections, profile, password, edited, where.endsWith("user") ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace);
  await connections.setActive(profile.name);
  return profile;
}

async function wizardFacts(connections: Connections, edited: ConnectionProfile | undefined): Promise<WizardFacts> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  const found = folder === undefined ? [] : await vscode.workspace.findFiles("**/*.{db,sqlite,sqlite3,db3}", "**/{node_modules,.data-engineer,.git}/**", 100);
  const cwd = workspaceCwd();
  const databaseFiles = found.map((uri) => relativePath(uri, cwd)).sort();
  return { takenNames: connections.profiles.filter((profile) => profile.name !== edited?.name).map((profile) => profile.name), databaseFiles, hasFolder: folder !== undefined };
}
