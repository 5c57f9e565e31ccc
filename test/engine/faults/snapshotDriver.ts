import { WorkspaceFiles } from "../../../src/core/files/workspaceFiles.ts";
import { isDataEngineerError } from "../../../src/core/errors.ts";
import { loadEngine } from "../../../src/engines/load.ts";
import { snapshot } from "../../../src/commands/migration/snapshot.ts";
import { contextFor, runCommand } from "../apply/context.ts";
import { openSession } from "../apply/workspace.ts";
import type { DriverOrder } from "./applyDriver.ts";

const order = JSON.parse(process.argv[2] ?? "") as DriverOrder;
const session = await openSession(await loadEngine(order.dialect), order.url, order.cwd);
const report = await runCommand(snapshot, contextFor(new WorkspaceFiles(order.workspace), session), { label: "full" }, { rows: "big" }).catch((error: unknown) => {
  if (!isDataEngineerError(error)) throw error;
  return { kind: error.kind, reason: error.reason, message: error.message, next: error.next };
});
await session.close();
process.stdout.write(JSON.stringify(report));
