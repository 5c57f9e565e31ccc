import { outsideFunctions } from "./outsideFunctions.ts";
import { runningCode } from "./scan/runningCode.ts";

/** A call of a function that acts outside of the transaction. */
export const outsideCall = new RegExp(`\\b(?:${outsideFunctions})\\s*\\(`, "i");

/** COPY into a file on the server, and from or to a program there. */
export const writesServerFile: readonly RegExp[] = [/\bcopy\b[^;]*\b(?:to|from)\s+program\b/i, /\bcopy\b[^;]*\bto\s+'/i];

/** What acts on the whole server, its files or other servers: dropping a scratch database does not take it back. Also looked for in bodies. */
const beyondDatabase = [
  /\b(?:create|alter|drop)\s+(?:role|group|user(?!\s+mapping)|database|tablespace|subscription)\b/i,
  /\balter\s+system\b/i,
  /(?:^|[;\n]|\b(?:begin|then|else|loop)\b)\s*(?:grant|revoke)\b(?![^;]*\bon\b)/i,
  ...writesServerFile,
  outsideCall,
];

/** What a rollback does not undo, wherever it is called. */
const beyondRollback = [/\bsetval\s*\(/i, ...beyondDatabase.slice(3)];

export function reachesBeyond(sql: string): boolean {
  const code = runningCode(sql);
  return beyondDatabase.some((pattern) => pattern.test(code));
}

/** True for a DO block that calls what its transaction's end does not take back. */
export function leavesTraces(sql: string): boolean {
  const code = runningCode(sql);
  return /^\s*do\b/i.test(code) && beyondRollback.some((pattern) => pattern.test(code));
}
