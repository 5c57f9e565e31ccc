import type { Json } from "../json.ts";

/** Zero-based, in UTF-16 units, as in VS Code. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export type Severity = "error" | "warning" | "info";
export type ReportStatus = "passed" | "failed" | "refused" | "cancelled";

/** What was executed or read, and what it showed. */
export type Evidence =
  | { readonly kind: "text"; readonly title: string; readonly text: string }
  | { readonly kind: "sql"; readonly title: string; readonly sql: string }
  | { readonly kind: "table"; readonly title: string; readonly columns: readonly string[]; readonly rows: readonly (readonly Json[])[] }
  | { readonly kind: "diff"; readonly title: string; readonly before: string; readonly after: string };

export interface TextEdit {
  readonly file: string;
  readonly range: Range;
  readonly newText: string;
}

export interface Fix {
  readonly title: string;
  readonly sql?: string;
  readonly edits?: readonly TextEdit[];
  /** Files to rename, as workspace-relative paths. */
  readonly renames?: readonly { readonly from: string; readonly to: string }[];
  /** True only where the fix was executed and the finding was gone afterwards. */
  readonly proven: boolean;
}

export interface Finding {
  /** Stable name, `group/rule`. */
  readonly rule: string;
  /** Where the same finding is to be known again in a later run: told by what it is about, not by how it is worded. */
  readonly key?: string;
  readonly severity: Severity;
  readonly message: string;
  /** It was there when somebody drew a baseline: told, but it fails no run. */
  readonly known?: true;
  readonly object?: string;
  /** Workspace-relative with forward slashes where it lies inside the workspace, else absolute. */
  readonly file?: string;
  readonly range?: Range;
  readonly fix?: Fix;
  readonly evidence?: readonly Evidence[];
}

export interface ReportTarget {
  readonly engine: string;
  readonly version: string;
  readonly database: string;
  readonly role: string;
}

/** What a command found and did: the one thing that every face presents and every format renders. */
export interface Report {
  readonly command: string;
  readonly status: ReportStatus;
  readonly summary: string;
  readonly target?: ReportTarget;
  readonly findings: readonly Finding[];
  readonly evidence: readonly Evidence[];
  readonly data: Readonly<Record<string, Json | undefined>>;
  /** Files written, workspace-relative. */
  readonly files: readonly string[];
  readonly durationMs: number;
}

/** What a command's handler returns; the agent adds the command's name, the target and the time. */
export interface ReportBody {
  readonly status: ReportStatus;
  readonly summary: string;
  readonly findings?: readonly Finding[];
  readonly evidence?: readonly Evidence[];
  readonly data?: Readonly<Record<string, Json | undefined>>;
  readonly files?: readonly string[];
}
