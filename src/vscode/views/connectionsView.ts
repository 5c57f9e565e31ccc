import * as vscode from "vscode";
import { describeProfile } from "../../agent/connectionProfile.ts";
import type { ConnectionProfile } from "../../agent/connectionProfile.ts";
import { ConnectionError } from "../../core/errors.ts";
import type { Session } from "../../engines/engine.ts";
import type { OutlineReader } from "../../engines/outline.ts";
import type { Services } from "../services.ts";
import { settingsOf } from "../settings.ts";
import { workspaceCwd } from "../workspaceCwd.ts";
import { withSession } from "../connections/openSession.ts";
import type { OutlinedDatabase } from "./outlineNodes.ts";
import { NodeTree } from "./nodeTree.ts";
import type { ViewNode } from "./nodeTree.ts";

export interface ConnectionNode extends ViewNode {
  readonly profile: ConnectionProfile;
}

const writing: ReadonlySet<string> = new Set(["apply-migration", "rollback", "run-sql", "seed", "load-csv", "policy-apply"]);

/** The Connections view; a database's names are read when its row is opened, and again after a command wrote to it; what a table is made of when the table is opened. */
export function createConnectionsView(services: Services): vscode.Disposable {
  const { connections } = services;
  const opened = new Map<string, Promise<OutlinedDatabase>>();
  const read = (profile: ConnectionProfile): Promise<OutlinedDatabase> => {
    const found = opened.get(profile.name) ?? readDatabase(services, profile);
    opened.set(profile.name, found);
    found.catch(() => opened.delete(profile.name));
    return found;
  };
  const tree = new NodeTree(() => Promise.resolve(vscode.workspace.isTrusted ? connections.profiles.map((profile) => connectionNode(services, profile, read)) : []), services.log);
  const view = vscode.window.createTreeView("dataEngineer.connections", { treeDataProvider: tree, showCollapseAll: true });
  const forget = (name: string | undefined): void => {
    if (name === undefined) return;
    opened.delete(name);
    tree.refresh(connectionId(name));
  };
  return vscode.Disposable.from(
    view, tree,
    connections.onDidChange(() => {
      opened.clear();
      view.message = connections.problems.join(" ");
      tree.refresh();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      tree.refresh();
    }),
    services.runs.onDidFinish(({ report }) => {
      if (writing.has(report.command) && report.status !== "refused") forget(connections.active?.name);
    }),
    vscode.commands.registerCommand("dataEngineer.connections.refresh", (node?: ConnectionNode) => {
      if (node === undefined) {
        opened.clear();
        tree.refresh();
      } else forget(node.profile.name);
    }),
  );
}

function connectionNode(services: Services, profile: ConnectionProfile, read: (profile: ConnectionProfile) => Promise<OutlinedDatabase>): ConnectionNode {
  const active = services.connections.active === profile;
  const id = connectionId(profile.name);
  return {
    id, label: profile.name, description: active ? `${profile.role} · active` : profile.role, profile,
    icon: profile.role === "production" ? new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground")) : new vscode.ThemeIcon(active ? "pass-filled" : "database"),
    contextValue: active ? "connection.active" : "connection",
    spoken: `Connection ${profile.name}, ${profile.role}${active ? ", active" : ""}`,
    tooltip: () => `${describeProfile(profile)}\n${profile.role}${active ? ", used by commands" : ""}`,
    children: async () => {
      const [{ databaseNodes }, database] = await Promise.all([import("./outlineNodes.ts"), read(profile)]);
      return databaseNodes(id, database);
    },
  };
}

async function readDatabase(services: Services, profile: ConnectionProfile): Promise<OutlinedDatabase> {
  const withReader = async <Value>(work: (session: Session, reader: OutlineReader, signal: AbortSignal) => Promise<Value>): Promise<Value> => {
    const target = await services.connections.target(profile, true);
    if (target === undefined) throw new ConnectionError("authentication", "No password was given.", { next: "Try again and type it." });
    const signal = AbortSignal.timeout(60_000);
    const { outlineReader } = await import("../../engines/loadOutline.ts");
    return withSession(target, workspaceCwd(), settingsOf(), signal, async (session) => work(session, await outlineReader(session), signal));
  };
  const read = await withReader(async (session, reader, signal) => ({ facts: session.facts, outline: await reader.outline(session, signal) }));
  return { ...read, parts: (item) => withReader((session, reader, signal) => reader.parts(session, item, signal)) };
}

function connectionId(name: string): string {
  return `connection/${name}`;
}
