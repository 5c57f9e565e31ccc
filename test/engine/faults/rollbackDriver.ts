import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import { rollback } from "../../../src/commands/migration/rollback.ts";
import { loadEngine } from "../../../src/engines/load.ts";
import { contextFor, runCommand, type Asked } from "../apply/context.ts";
import { openSession } from "../apply/workspace.ts";
import type { DriverOrder } from "./applyDriver.ts";

const order = JSON.parse(process.argv[2] ?? "") as DriverOrder;
const session = await openSession(await loadEngine(order.dialect), order.url, order.cwd);
let step = 0;
const asked: Asked = contextFor(new WorkspaceFiles(order.workspace), session, {
  // What comes before the question only looks and tries.
  onProgress: () => {
    if (asked.questions.length > 0 && step++ === order.killAt) process.kill(process.pid, "SIGKILL");
  },
});
const report = await runCommand(rollback, asked, { "snapshot-or-file": "old" });
await session.close();
process.stdout.write(JSON.stringify({ steps: step, status: report.status }));
