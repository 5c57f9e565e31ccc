interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The extension behind this page: typed in both directions, and what survives hiding the page. */
export interface Host<From, State> {
  send(message: From): void;
  /** As it was kept; undefined at the first time, or where it is none of ours. */
  readonly state: State | undefined;
  keep(state: State): void;
}

/** Connects to the extension. `read` tells its messages from others, `readState` the kept state. */
export function connect<To, From, State>(read: (value: unknown) => To | undefined, readState: (value: unknown) => State | undefined, receive: (message: To) => void): Host<From, State> {
  const api = acquireVsCodeApi();
  window.addEventListener("message", (event) => {
    const message = read(event.data);
    if (message !== undefined) receive(message);
  });
  return {
    send: (message) => {
      api.postMessage(message);
    },
    state: readState(api.getState()),
    keep: (state) => {
      api.setState(state);
    },
  };
}
