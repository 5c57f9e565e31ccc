import type { RunnableStatement } from "../plan.ts";
import type { Connection, ShadowConnection } from "../ports.ts";
import { tryOnShadow } from "./onShadow.ts";
import { beyondShadow } from "./reach.ts";
import type { TrialHooks } from "./onTarget.ts";
import type { Prepared, Trial } from "./trial.ts";

export interface ShadowTrials {
  readonly trials: Trial[];
  readonly shadow: Pick<ShadowConnection, "form" | "label"> & { readonly version: string };
  /** The first migration that was not run, because its effects would outlast the shadow, and the statement in it. */
  readonly beyond: { readonly at: Prepared; readonly statement: RunnableStatement | null } | null;
}

/** Tries the migrations on shadows of the target, which are dropped in the end, whatever happens. */
export async function onShadow(connection: Connection, migrations: readonly Prepared[], request: TrialHooks & { readonly from: "target" | "empty" }): Promise<ShadowTrials> {
  const copied = connection.migrations.trial === "copy";
  const data = request.from === "empty" ? "empty" : copied ? "copy" : "sample";
  let current: ShadowConnection | null = null;
  const make = async (): Promise<ShadowConnection> => {
    await current?.drop();
    current = null;
    current = await connection.shadow({ data, signal: request.signal });
    return current;
  };
  try {
    const opened = await make();
    const beyond = opened.form === "pglite" ? -1 : migrations.findIndex((one) => beyondShadow(opened.session.engine, one) !== null);
    const at = migrations[beyond];
    const held = beyond === -1 ? migrations : migrations.slice(0, beyond);
    const target = data === "sample" ? connection : null;
    const trials = held.length === 0 ? [] : await tryOnShadow({ opened, make, proof: copied ? "copy" : "shadow", target }, held, request);
    return { trials, shadow: { form: opened.form, label: opened.label, version: opened.session.facts.version }, beyond: at === undefined ? null : { at, statement: beyondShadow(opened.session.engine, at) } };
  } finally {
    await (current as ShadowConnection | null)?.drop();
  }
}
