import path from "node:path";
import type { Report } from "../core/report/report.ts";

/** One run of the session; everything in it is redacted already. */
export interface TranscriptEntry {
  /** As it could be typed again: `dry-run migrations/004.sql`. */
  readonly line: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly report: Report;
}

const mostEntries = 200;

/** What ran in this process for one workspace, oldest first; kept in memory only. */
export class Transcript {
  private readonly kept: TranscriptEntry[] = [];
  private forgotten = 0;

  get entries(): readonly TranscriptEntry[] {
    return this.kept;
  }

  /** How many older runs are no longer held. */
  get dropped(): number {
    return this.forgotten;
  }

  add(entry: TranscriptEntry): void {
    this.kept.push(entry);
    if (this.kept.length > mostEntries) {
      this.kept.shift();
      this.forgotten++;
    }
  }
}

const byWorkspace = new Map<string, Transcript>();

/** The session's transcript of a workspace folder; the same for every face of this process. */
export function transcriptOf(cwd: string): Transcript {
  const key = path.resolve(cwd);
  let transcript = byWorkspace.get(key);
  if (transcript === undefined) byWorkspace.set(key, (transcript = new Transcript()));
  return transcript;
}
