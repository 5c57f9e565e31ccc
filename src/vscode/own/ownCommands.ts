/** A command of the editor itself, beside the agent's 28. */
export interface OwnCommand {
  readonly id: `dataEngineer.${string}`;
  readonly title: string;
  readonly icon?: string;
  /** False: only menus and rows run it. */
  readonly palette: boolean;
  readonly enablement?: string;
}

/** All that the editor adds to the registry; package.json holds the same and a test compares them. */
export const ownCommands: readonly OwnCommand[] = [
  { id: "dataEngineer.connections.add", title: "Add Connection…", icon: "$(add)", palette: true, enablement: "isWorkspaceTrusted" },
  { id: "dataEngineer.connections.edit", title: "Edit Connection…", icon: "$(edit)", palette: true, enablement: "isWorkspaceTrusted" },
  { id: "dataEngineer.connections.delete", title: "Delete Connection…", icon: "$(trash)", palette: true, enablement: "isWorkspaceTrusted" },
  { id: "dataEngineer.connections.activate", title: "Use Connection…", icon: "$(check)", palette: true, enablement: "isWorkspaceTrusted" },
  { id: "dataEngineer.connections.test", title: "Test Connection", icon: "$(debug-start)", palette: true, enablement: "isWorkspaceTrusted" },
  { id: "dataEngineer.connections.refresh", title: "Refresh Connections", icon: "$(refresh)", palette: false },
  { id: "dataEngineer.migrations.refresh", title: "Refresh Migrations", icon: "$(refresh)", palette: false },
  { id: "dataEngineer.migrations.new", title: "New Migration…", icon: "$(new-file)", palette: true, enablement: "workspaceFolderCount != 0" },
  { id: "dataEngineer.migrations.rollBack", title: "Roll Back Migration", icon: "$(discard)", palette: false },
  { id: "dataEngineer.migrations.openDown", title: "Open Down Script", icon: "$(go-to-file)", palette: false },
  { id: "dataEngineer.migrations.createDown", title: "Create Down Script", icon: "$(new-file)", palette: false },
  { id: "dataEngineer.snapshots.refresh", title: "Refresh Snapshots", icon: "$(refresh)", palette: false },
  { id: "dataEngineer.snapshots.openSchema", title: "Open Schema of Snapshot", icon: "$(go-to-file)", palette: false },
  { id: "dataEngineer.snapshots.diffNow", title: "Compare Snapshot with Database", icon: "$(diff)", palette: false },
  { id: "dataEngineer.snapshots.diffOther", title: "Compare Snapshot with Another…", icon: "$(git-compare)", palette: false },
  { id: "dataEngineer.snapshots.delete", title: "Delete Snapshot…", icon: "$(trash)", palette: false },
  { id: "dataEngineer.plans.explainQuery", title: "Explain Query", icon: "$(graph)", palette: true, enablement: "isWorkspaceTrusted" },
  { id: "dataEngineer.plans.analyzeQuery", title: "Explain Query by Executing It", icon: "$(graph)", palette: true, enablement: "isWorkspaceTrusted" },
  { id: "dataEngineer.plans.open", title: "Open as Plan", icon: "$(graph)", palette: true },
  { id: "dataEngineer.plans.paste", title: "Explain Pasted Plan", icon: "$(graph)", palette: true },
  { id: "dataEngineer.indexes.design", title: "Design Indexes for This Query", icon: "$(lightbulb)", palette: true, enablement: "isWorkspaceTrusted" },
  { id: "dataEngineer.console.open", title: "Open Console", icon: "$(terminal)", palette: true },
  { id: "dataEngineer.reports.openLast", title: "Open Last Report", icon: "$(preview)", palette: true, enablement: "dataEngineer.hasReport" },
  { id: "dataEngineer.reports.export", title: "Export Report…", icon: "$(save-as)", palette: true, enablement: "dataEngineer.hasReport" },
  { id: "dataEngineer.showMenu", title: "Show Menu", palette: true },
  { id: "dataEngineer.showLog", title: "Show Log", palette: true },
  { id: "dataEngineer.openWalkthrough", title: "Open Walkthrough", palette: true },
  { id: "dataEngineer.lenses.explain", title: "Explain Proof", palette: false },
  { id: "dataEngineer.fixes.apply", title: "Apply Fix", palette: false },
  { id: "dataEngineer.previews.show", title: "Show SQL", palette: false },
  { id: "dataEngineer.views.retry", title: "Try Again", icon: "$(refresh)", palette: false },
  { id: "dataEngineer.views.more", title: "Show More", palette: false },
];
