import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import type { Dialect } from "../../../src/core/engineId.ts";
import { loadEngine } from "../../../src/engines/load.ts";
import { applyAll, openSession } from "../apply/workspace.ts";

/** What the parent asks of this process. */
export interface DriverOrder {
  readonly dialect: Dialect;
  readonly url: string;
  readonly cwd: string;
  readonly workspace: string;
  /** At which step this process kills itself: before the first statement, then after each statement and after each record of it; -1: never. */
  readonly killAt: number;
}

const order = JSON.parse(process.argv[2] ?? "") as DriverOrder;
const session = await openSession(await loadEngine(order.dialect), order.url, order.cwd);
let step = 0;
const end = await applyAll(new WorkspaceFiles(order.workspace), session, {
  onEvent: (_migration, event) => {
    const counts = event.kind === "executed" || event.kind === "recorded" || (event.kind === "starting" && event.statement === 0);
    if (counts && step++ === order.killAt) process.kill(process.pid, "SIGKILL");
  },
});
await session.close();
process.stdout.write(JSON.stringify({ steps: step, statuses: end.migrations.map((one) => one.status) }));
