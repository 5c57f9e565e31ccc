import type * as vscode from "vscode";

/** Runs `work` with a signal that fires when the token is cancelled. */
export async function withAbort<Value>(token: vscode.CancellationToken, work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  const subscription = token.onCancellationRequested(() => controller.abort());
  try {
    return await work(controller.signal);
  } finally {
    subscription.dispose();
  }
}
