import type { ConnectionTarget } from "../../agent/host.ts";
import type { WorkspaceSettings } from "../../commands/context.ts";
import type { Session } from "../../engines/engine.ts";

/** Opens a read-only session for a view or a test, hands it to `work`, and closes it whatever happens. */
export async function withSession<Value>(target: ConnectionTarget, cwd: string, settings: WorkspaceSettings, signal: AbortSignal, work: (session: Session) => Promise<Value>): Promise<Value> {
  const { dialectOfUrl, loadEngine } = await import("../../engines/load.ts");
  const engine = await loadEngine(dialectOfUrl(target.url));
  const session = await engine.connect({ url: target.url, cwd, readOnly: true, timeouts: settings.timeouts, signal });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}
