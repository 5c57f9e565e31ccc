import type { Confirmation, ProgressStep, Question, WorkspaceSettings } from "../commands/context.ts";
import type { Dialect } from "../core/engineId.ts";
import type { ConnectionRole, PermissionMode } from "./permissionMode.ts";

/** The connection that a run is for. The URL carries the secret and never leaves the agent. */
export interface ConnectionTarget {
  readonly name: string;
  readonly url: string;
  readonly shadowUrl?: string;
  readonly role: ConnectionRole;
}

/** "yes" to an ordinary question; the typed text where a name was asked for; "no" or nothing to decline. */
export type Answer = { readonly agreed: boolean; readonly typedName?: string };

/** What a face gives the agent: whom to ask, where to show, which workspace. One object per run. */
export interface Host {
  readonly face: "editor" | "console" | "chat" | "cli";
  readonly cwd: string;
  readonly trusted: boolean;
  readonly settings: WorkspaceSettings;
  readonly signal: AbortSignal;
  readonly dialect?: Dialect;
  /** The connection that `dialect` comes from, got without a question; absent where a flag or a setting says the dialect. */
  namedConnection?(): Promise<ConnectionTarget | undefined>;
  /** Nobody asked for it (a check on save): the transcript does not keep it. */
  readonly background?: boolean;
  mode(): PermissionMode;
  setMode(mode: PermissionMode): void;
  /** The connection to use, asked for if the face can; undefined where none is known. */
  connection(): Promise<ConnectionTarget | undefined>;
  /** `kind` "confirm": yes or no. "nameObject": the person must type `name`; `confirms` where mode or role would ask also without the loss. */
  ask(request: Confirmation, how: { readonly kind: "confirm" } | { readonly kind: "nameObject"; readonly name: string; readonly confirms: boolean }): Promise<Answer>;
  /** Asks on the way of a guided command; undefined where the person wants no more. Absent where nobody is there to answer. */
  question?(question: Question): Promise<string | undefined>;
  progress(step: ProgressStep): void;
  log(line: string): void;
}
