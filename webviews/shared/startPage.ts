import { connect } from "./host.ts";

/** What every page can be told besides what it shows. */
export interface ReportPage<View, State> {
  show(view: View, state: State): void;
  /** The report of a window that is closed. */
  gone(): void;
  /** What runs now; "" when nothing runs any more. */
  running(what: string): void;
  tell(words: string): void;
}

export type ToPage<View> = { readonly type: "show"; readonly view: View } | { readonly type: "gone" } | { readonly type: "busy"; readonly what: string } | { readonly type: "tell"; readonly text: string };

export interface PageHands<From, State> {
  send(message: From): void;
  keep(state: State): void;
}

/** Makes the page in the document's body, keeps what is set in it, and asks the extension for the report. `stateFor`: what is set when a report comes. */
export function startPage<View, From, State>(
  read: (value: unknown) => ToPage<View> | undefined, readState: (value: unknown) => State | undefined, ready: From,
  make: (root: HTMLElement, hands: PageHands<From, State>) => ReportPage<View, State>, stateFor: (view: View, state: State | undefined) => State,
): void {
  let state: State | undefined;
  const host = connect<ToPage<View>, From, State>(read, readState, (message) => {
    if (message.type === "show") {
      state = stateFor(message.view, state);
      host.keep(state);
      page.show(message.view, state);
    } else if (message.type === "gone") page.gone();
    else if (message.type === "busy") page.running(message.what);
    else page.tell(message.text);
  });
  state = host.state;
  const page = make(document.body.appendChild(document.createElement("main")), {
    send: (message) => {
      host.send(message);
    },
    keep: (kept) => {
      state = kept;
      host.keep(kept);
    },
  });
  host.send(ready);
}
