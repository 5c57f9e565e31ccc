import type { ChangeStep } from "../../engine.ts";

/** A step before the session's settings are arranged around it. */
export interface Draft {
  readonly phase: ChangeStep["phase"];
  readonly sql: string;
  readonly objects: readonly string[];
  readonly destroys?: boolean;
  /** Session variables that it must run under; others stand as the session has them. */
  readonly settings?: Readonly<Partial<Record<Setting, string>>>;
}

export type Setting = "sql_mode" | "time_zone" | "system_versioning_alter_history";
