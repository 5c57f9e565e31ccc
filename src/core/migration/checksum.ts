import { createHash } from "node:crypto";

/** SHA-256 (64 hexadecimal digits) of a script with line endings made LF and trailing blanks dropped. */
export function checksumOf(text: string): string {
  return createHash("sha256").update(text.replace(/\r\n?/g, "\n").trimEnd()).digest("hex");
}
