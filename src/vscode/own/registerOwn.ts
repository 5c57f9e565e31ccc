import * as vscode from "vscode";
import type { Fix } from "../../core/report/report.ts";
import { setContext } from "../contextKeys.ts";
import { showRun } from "../reports/showRun.ts";
import type { Services } from "../services.ts";
import type { ConnectionNode } from "../views/connectionsView.ts";
import type { MigrationNode } from "../views/migrationsView.ts";
import type { NodeTree, ViewNode } from "../views/nodeTree.ts";
import type { SnapshotNode } from "../views/snapshotsView.ts";

/** Registers the editor's own commands; what they do is loaded when they are first run. */
export function registerOwnCommands(services: Services): vscode.Disposable {
  const { connections, log } = services;
  const on = (id: `dataEngineer.${string}`, work: (...args: never[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (...args: never[]) => {
      try {
        return await work(...args);
      } catch (error) {
        log.error(error);
        const { describeFailure } = await import("../connections/test.ts");
        void vscode.window.showErrorMessage(describeFailure(error).replace(/\n+/g, " "));
        return undefined;
      }
    });
  const actions = () => import("../connections/actions.ts");
  const snapshots = () => import("../snapshots/actions.ts");
  const migrations = () => import("../migrations/actions.ts");
  const plans = () => import("../explain/actions.ts");
  return vscode.Disposable.from(
    on("dataEngineer.connections.add", async () => (await actions()).addConnection(connections)),
    on("dataEngineer.connections.edit", async (node?: ConnectionNode) => (await actions()).editConnection(connections, node?.profile)),
    on("dataEngineer.connections.delete", async (node?: ConnectionNode) => (await actions()).removeConnection(connections, node?.profile)),
    on("dataEngineer.connections.activate", async (node?: ConnectionNode) => (await actions()).activateConnection(connections, node?.profile)),
    on("dataEngineer.connections.test", async (node?: ConnectionNode) => (await actions()).checkConnection(connections, node?.profile)),
    on("dataEngineer.migrations.new", async (node?: ViewNode) => (await migrations()).newMigration(services, node)),
    on("dataEngineer.migrations.rollBack", async (node: MigrationNode) => (await migrations()).rollBackMigration(node)),
    on("dataEngineer.migrations.openDown", async (node: MigrationNode) => (await migrations()).openDown(node)),
    on("dataEngineer.migrations.createDown", async (node: MigrationNode | vscode.Uri) => (await migrations()).createDown(services, node)),
    on("dataEngineer.snapshots.openSchema", async (node: SnapshotNode) => (await snapshots()).openSchema(node.snapshot)),
    on("dataEngineer.snapshots.diffNow", async (node: SnapshotNode) => (await snapshots()).compareWithDatabase(services, node.snapshot)),
    on("dataEngineer.snapshots.diffOther", async (node: SnapshotNode) => (await snapshots()).compareWithOther(node.snapshot)),
    on("dataEngineer.snapshots.delete", async (node: SnapshotNode) => (await snapshots()).deleteSnapshot(node.snapshot)),
    on("dataEngineer.plans.explainQuery", async () => (await plans()).explainQuery(services, false)),
    on("dataEngineer.plans.analyzeQuery", async () => (await plans()).explainQuery(services, true)),
    on("dataEngineer.plans.open", async (uri?: vscode.Uri) => (await plans()).openPlan(services, uri)),
    on("dataEngineer.plans.paste", async () => (await plans()).pastePlan(services)),
    on("dataEngineer.indexes.design", async () => (await import("../indexes/designForQuery.ts")).designForQuery(services)),
    on("dataEngineer.console.open", async () => (await import("../console/openConsole.ts")).openConsole(services)),
    on("dataEngineer.reports.openLast", async () => (services.reports.newest === undefined ? undefined : showRun(services, services.reports.newest))),
    on("dataEngineer.reports.export", async (uri?: vscode.Uri) => (await import("../reports/exportReport.ts")).exportReport(services, uri)),
    on("dataEngineer.showMenu", async () => (await import("../menu.ts")).showMenu(services)),
    on("dataEngineer.showLog", () => {
      log.show();
    }),
    on("dataEngineer.openWalkthrough", async () => {
      await vscode.commands.executeCommand("workbench.action.openWalkthrough", "data-engineer.data-engineer#dataEngineer.firstSteps", false);
      setContext("dataEngineer.walkthroughShown", true);
    }),
    on("dataEngineer.lenses.explain", async (file: string, text: string) => (await migrations()).explainProof(services, file, text)),
    on("dataEngineer.fixes.apply", async (fix: Fix, cwd: string) => (await import("../diagnostics/fixes.ts")).applyFix(services, fix, cwd)),
    on("dataEngineer.previews.show", async (title: string, sql: string) => services.previews.show(title, [sql])),
    on("dataEngineer.views.retry", (tree: NodeTree, id: string) => {
      tree.refresh(id === "" ? undefined : id);
    }),
    on("dataEngineer.views.more", (tree: NodeTree, id: string) => {
      tree.more(id);
    }),
  );
}
