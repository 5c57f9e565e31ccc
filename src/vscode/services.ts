import type * as vscode from "vscode";
import { Connections } from "./connections/connections.ts";
import { Passwords } from "./connections/secrets.ts";
import { Log } from "./log.ts";
import { Mode } from "./mode.ts";
import { FinishedRuns } from "./runs/finishedRuns.ts";
import { MigrationStates } from "./migrations/migrationStates.ts";
import { Previews } from "./reports/previews.ts";
import { Reports } from "./reports/reports.ts";
import { restoreWalked } from "./walked.ts";

/** What the faces share; made once at activation. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly mode: Mode;
  readonly connections: Connections;
  readonly migrations: MigrationStates;
  readonly reports: Reports;
  readonly previews: Previews;
  readonly runs: FinishedRuns;
}

export function createServices(context: vscode.ExtensionContext): Services {
  const log = new Log();
  restoreWalked(context.globalState);
  const connections = new Connections(context.workspaceState, new Passwords(context.secrets));
  const services: Services = {
    context,
    log,
    mode: new Mode(context.workspaceState),
    connections,
    migrations: new MigrationStates(connections, log),
    reports: new Reports(),
    previews: new Previews(),
    runs: new FinishedRuns(),
  };
  context.subscriptions.push(log, services.mode, connections, services.migrations, services.reports, services.previews, services.runs);
  return services;
}
