import type { Dialect } from "../core/engineId.ts";
import type { Nouns } from "../core/nouns.ts";
import type { ReportBody } from "../core/report/report.ts";
import type { Destruction } from "../core/script/facts.ts";
import type { Engine, ServerFacts, Session } from "../engines/engine.ts";
import type { WorkspaceFiles } from "../core/files/workspaceFiles.ts";

/** What a person typed after the command's name, already checked against the registry. */
export interface CommandInput {
  /** By argument name. */
  readonly args: Readonly<Record<string, string | undefined>>;
  /** By flag name; true for a flag without value. */
  readonly flags: Readonly<Record<string, string | true | undefined>>;
}

/** What a person is asked before something is changed. */
export interface Confirmation {
  readonly title: string;
  /** What happens, on which database, whether it can be undone. */
  readonly detail: string;
  /** The statements that will run, for the preview. */
  readonly sql: readonly string[];
  /** Not empty: a destructive change. The person must name the first object; the CLI needs --allow-destructive. */
  readonly destroys: readonly { readonly object: string; readonly how: Destruction["how"]; readonly rows?: number; readonly impact: readonly string[] }[];
  /** One of several ways, which nobody chose beforehand: a person must be there to agree, whatever the mode; `choice` says how to choose without one. */
  readonly choice?: string;
  /** It is asked in every mode; `--yes` answers it. */
  readonly always?: true;
  /** How to call what is lost; set by the agent, which knows the connection. Absent: rows of tables. */
  readonly nouns?: Nouns;
}

/** What a guided command asks a person on its way. */
export interface Question {
  readonly title: string;
  /** What to look at before the answer; several lines. */
  readonly detail?: string;
  /** One of these is the answer; absent: any text. */
  readonly choices?: readonly { readonly value: string; readonly label: string; readonly detail?: string }[];
  readonly initial?: string;
}

/** What runs now. The face shows the count, so `message` does not hold it. */
export interface ProgressStep {
  readonly message: string;
  /** The step that runs now, from 1. */
  readonly done?: number;
  readonly total?: number;
}

/** What a handler may use. It has no vscode, no process and no console. */
export interface CommandContext {
  /** Absolute path of the workspace folder. */
  readonly cwd: string;
  readonly files: WorkspaceFiles;
  readonly mode: "ask" | "auto" | "explore";
  readonly role: "development" | "staging" | "production";
  readonly settings: WorkspaceSettings;
  /** The dialect from --dialect, the URL or the settings; undefined where none is known. */
  readonly dialect: Dialect | undefined;
  readonly signal: AbortSignal;
  /**
   * How scripts are read that need no connection: as the server says where a connection is named, its URL leaves the dialect open and it answers;
   * else as `dialect` says, else as `guess`, which the text looks like (UsageError without one). Opens no connection in a workspace that is not trusted
   or in the background.
   */
  language(guess?: Dialect): Promise<Language>;
  /** Opens the connection once per run; closed by the agent. Read-only in explore mode. */
  session(): Promise<Session>;
  /** Resolves when the person agreed; throws RefusedError otherwise. Asks only as mode, role and destruction require. */
  confirm(request: Confirmation): Promise<void>;
  /** The answer; undefined where the person wants no more. Throws UnsupportedError where the face has nobody to ask. */
  ask(question: Question): Promise<string | undefined>;
  progress(step: ProgressStep): void;
  log(line: string): void;
  /** Removes secrets from what is written to a file; reports are redacted anyway. */
  redact(text: string): string;
  /** The proofs of this workspace: what was dry-run, with which checksum, against what, and how it went. */
  readonly now: () => Date;
  /** What surrounds the process; the values of variables are never shown. */
  readonly environment: RuntimeEnvironment;
}

export interface Language {
  readonly engine: Engine;
  /** Of the server that was asked. */
  readonly server?: ServerFacts;
  /** Why the dialect is taken for this one, where nobody and no server said so: the end of "Read as MySQL: …". */
  readonly assumed?: string;
}

export interface RuntimeEnvironment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** "v24.1.0" */
  readonly nodeVersion: string;
  /** Node-API level; SQLite's driver needs 10. */
  readonly nodeApi: number;
}

export interface WorkspaceSettings {
  /** Workspace-relative folders that hold migrations; empty: found by layout. */
  readonly migrationFolders: readonly string[];
  readonly timeouts: { readonly connect: number; readonly lock: number; readonly statement: number; readonly idleInTransaction: number };
  /** Tables with at most this many rows keep all of them in a safety snapshot without a question; larger ones are streamed all the same but said. */
  readonly largeTableRows: number;
}

export type CommandHandler = (context: CommandContext, input: CommandInput) => Promise<ReportBody>;
