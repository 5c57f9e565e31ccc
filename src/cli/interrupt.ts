import type { Terminal } from "./terminal.ts";

/** The first Ctrl+C (or SIGTERM) cancels and lets the run clean up; the second ends the process. */
export function interruptSignal(terminal: Terminal): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(130);
    terminal.log("Cancelling; press Ctrl+C again to stop at once.");
    controller.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off("SIGINT", interrupt);
      process.off("SIGTERM", interrupt);
    },
  };
}
