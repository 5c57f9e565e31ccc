import type { Json } from "./json.ts";
import type { Range } from "./report/report.ts";

/**
 * Every failure that a person will read. `reason` is a stable key to branch on (never match on the message),
 * `message` says what happened, `next` what to do about it.
 */
export abstract class DataEngineerError extends Error {
  abstract readonly kind: ErrorKind;
  readonly reason: string;
  readonly next: string | undefined;
  readonly details: Readonly<Record<string, Json>>;

  constructor(reason: string, message: string, options: ErrorOptionsWithAdvice = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.reason = reason;
    this.next = options.next;
    this.details = options.details ?? {};
  }
}

export type ErrorKind = "usage" | "file" | "refused" | "connection" | "statement" | "snapshot" | "migration" | "unsupported" | "cancelled";

export interface ErrorOptionsWithAdvice {
  readonly cause?: unknown;
  readonly next?: string;
  readonly details?: Readonly<Record<string, Json>>;
}

/** The words of the command are off: unknown command, missing argument, bad flag. Exit code 2. */
export class UsageError extends DataEngineerError {
  readonly kind = "usage";
  constructor(reason: "unknownCommand" | "missingArgument" | "badArgument" | "noConnection" | "unknownConnection" | "badUrl", message: string, options?: ErrorOptionsWithAdvice) {
    super(reason, message, options);
  }
}

export type FileReason = "missing" | "empty" | "isDirectory" | "noMigrations" | "binary" | "encoding" | "template" | "unreadable" | "unwritable" | "diskFull";

/** A file cannot serve: missing, empty, binary, UTF-16, a template, … */
export class FileError extends DataEngineerError {
  readonly kind = "file";
  readonly file: string;
  readonly range: Range | undefined;
  constructor(reason: FileReason, file: string, message: string, options: ErrorOptionsWithAdvice & { readonly range?: Range } = {}) {
    super(reason, message, options);
    this.file = file;
    this.range = options.range;
  }
}

/** Permission mode, role or a declined confirmation said no. Exit code 3. */
export class RefusedError extends DataEngineerError {
  readonly kind = "refused";
  constructor(reason: "exploreMode" | "declined" | "needsConfirmation" | "needsAllowDestructive" | "untrusted" | "wrongName", message: string, options?: ErrorOptionsWithAdvice) {
    super(reason, message, options);
  }
}

export type ConnectionReason = "unreachable" | "authentication" | "unknownDatabase" | "driverMissing" | "tls" | "timeout" | "lost" | "notADatabase";

/** No connection could be had, or it was lost. Exit code 4. */
export class ConnectionError extends DataEngineerError {
  readonly kind = "connection";
  constructor(reason: ConnectionReason, message: string, options?: ErrorOptionsWithAdvice) {
    super(reason, message, options);
  }
}

export type StatementReason = "syntax" | "undefinedObject" | "duplicateObject" | "constraint" | "dependency" | "permission" | "readOnly" | "lockTimeout" | "statementTimeout" | "deadlock" | "versionTooOld" | "diskFull" | "other";

/** The server (or parser) refused a statement. `code` is the SQLSTATE or the engine's own code; `offset` UTF-16 units into the statement. */
export class StatementError extends DataEngineerError {
  readonly kind = "statement";
  readonly code: string;
  readonly offset: number | undefined;
  constructor(reason: StatementReason, code: string, message: string, options: ErrorOptionsWithAdvice & { readonly offset?: number } = {}) {
    super(reason, message, options);
    this.code = code;
    this.offset = options.offset;
  }
}

/** A snapshot cannot be read, written or used here. */
export class SnapshotError extends DataEngineerError {
  readonly kind = "snapshot";
  constructor(reason: "unknown" | "checksum" | "otherEngine" | "format" | "torn" | "write" | "mismatch", message: string, options?: ErrorOptionsWithAdvice) {
    super(reason, message, options);
  }
}

/** The state of the migrations forbids what was asked. */
export class MigrationError extends DataEngineerError {
  readonly kind = "migration";
  constructor(reason: "locked" | "changed" | "missing" | "outOfOrder" | "interrupted" | "unknownVersion" | "duplicateVersion" | "noDownScript" | "alreadyApplied" | "notApplied", message: string, options?: ErrorOptionsWithAdvice) {
    super(reason, message, options);
  }
}

/** The product or the engine cannot do this (yet). */
export class UnsupportedError extends DataEngineerError {
  readonly kind = "unsupported";
  constructor(reason: "notBuilt" | "engine" | "version" | "face", message: string, options?: ErrorOptionsWithAdvice) {
    super(reason, message, options);
  }
}

/** The person stopped it. Shown nowhere as an error. Exit code 130. */
export class CancelledError extends DataEngineerError {
  readonly kind = "cancelled";
  constructor(message = "Cancelled.", options?: ErrorOptionsWithAdvice) {
    super("cancelled", message, options);
  }
}

/** True for our own errors, also when the class was loaded twice. */
export function isDataEngineerError(error: unknown): error is DataEngineerError {
  return error instanceof Error && "kind" in error && "reason" in error && "details" in error;
}

/** Throws CancelledError when the signal has fired. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new CancelledError();
}
