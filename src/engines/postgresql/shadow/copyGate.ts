import { withoutLeadingComments } from "../guard.ts";

/** What to do with a client's message: run these bytes, send that answer, or neither (it waits). */
export interface GateStep {
  readonly run?: Buffer;
  readonly answer?: Buffer;
}

const copyInResponse = Buffer.from([0x47, 0, 0, 0, 7, 0, 0, 0]);

/**
 * The in-process server reads nothing while a message runs, so that `COPY … FROM stdin` must get its rows in the same piece.
 * This answers the client as the server would, holds the rows back, and hands all over when they are complete.
 */
export class CopyGate {
  private readonly copies = new Set<string>();
  private bound = "";
  private failed = false;
  private held: Buffer[] | undefined;

  accept(message: Buffer): GateStep {
    const type = String.fromCharCode(message[0] ?? 0);
    if (this.held !== undefined) return this.whileCopying(type, message);
    if (type === "S") this.failed = false;
    if (type === "P") this.noteStatement(cString(message, 5), cString(message, 5 + Buffer.byteLength(cString(message, 5)) + 1));
    if (type === "B") this.bound = cString(message, 5 + Buffer.byteLength(cString(message, 5)) + 1);
    const copies = (type === "E" && !this.failed && this.copies.has(this.bound)) || (type === "Q" && isCopyFromStdin(cString(message, 5)));
    if (!copies) return { run: message };
    this.held = [message];
    return { answer: copyInResponse };
  }

  /** The server's output for the client: an answer that was given already is taken out. */
  filter(output: Uint8Array): Buffer {
    const bytes = Buffer.from(output);
    const kept: Buffer[] = [];
    for (let at = 0; at + 5 <= bytes.length; ) {
      const end = at + 1 + bytes.readUInt32BE(at + 1);
      if (bytes[at] === 0x45) this.failed = true;
      if (bytes[at] !== 0x47) kept.push(bytes.subarray(at, end));
      at = end;
    }
    return Buffer.concat(kept);
  }

  private whileCopying(type: string, message: Buffer): GateStep {
    // As the server does, Flush and Sync are ignored in copy mode.
    if (type === "S" || type === "H") return {};
    this.held?.push(message);
    if (type === "d") return {};
    const run = Buffer.concat(this.held ?? []);
    this.held = undefined;
    return { run };
  }

  private noteStatement(name: string, text: string): void {
    if (isCopyFromStdin(text)) this.copies.add(name);
    else this.copies.delete(name);
  }
}

function isCopyFromStdin(text: string): boolean {
  return /^copy\b[\s\S]*\bfrom\s+stdin\b/i.test(withoutLeadingComments(text));
}

function cString(message: Buffer, from: number): string {
  return message.toString("utf8", from, message.indexOf(0, from));
}
