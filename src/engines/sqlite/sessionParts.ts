import type { ConnectOptions, Engine, ServerFacts, Session, Timeouts } from "../engine.ts";
import type { Supervisor } from "./child/supervisor.ts";
import type { OpenInput } from "./protocol.ts";

/** What a session is made of. */
export interface SessionParts {
  readonly engine: Engine;
  readonly facts: ServerFacts;
  readonly supervisor: Supervisor;
  readonly input: OpenInput;
  readonly timeouts: Timeouts;
  /** Opens another file in the same way. */
  readonly open: (options: ConnectOptions) => Promise<Session>;
}
