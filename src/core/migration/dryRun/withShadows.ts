import type { Connection, ShadowConnection } from "../ports.ts";
import { tryOnShadow } from "./onShadow.ts";
import type { TrialHooks } from "./onTarget.ts";
import type { Prepared, Trial } from "./trial.ts";

/** Tries the migrations on shadows of the target, which are dropped in the end, whatever happens. */
export async function onShadow(connection: Connection, migrations: readonly Prepared[], request: TrialHooks & { readonly from: "target" | "empty" }): Promise<{ trials: Trial[]; shadow: Pick<ShadowConnection, "form" | "label"> }> {
  const sqlite = connection.facts.engine === "sqlite";
  const data = request.from === "empty" ? "empty" : sqlite ? "copy" : "sample";
  let current: ShadowConnection | null = null;
  let first: Pick<ShadowConnection, "form" | "label"> | null = null;
  const make = async (): Promise<ShadowConnection> => {
    await current?.drop();
    current = null;
    current = await connection.shadow({ data, signal: request.signal });
    first ??= { form: current.form, label: current.label };
    return current;
  };
  try {
    const trials = await tryOnShadow(make, migrations, sqlite ? "copy" : "shadow", request);
    return { trials, shadow: first! };
  } finally {
    await (current as ShadowConnection | null)?.drop();
  }
}
