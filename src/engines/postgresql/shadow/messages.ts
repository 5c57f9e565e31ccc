/** Cuts a client's byte stream into whole protocol messages; the first one (startup) has no type byte. */
export class MessageCutter {
  private pending: Buffer = Buffer.alloc(0);
  private started = false;

  /** The messages that are whole by now. */
  push(bytes: Uint8Array): Buffer[] {
    this.pending = this.pending.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.pending, bytes]);
    const messages: Buffer[] = [];
    for (;;) {
      const head = this.started ? 1 : 0;
      if (this.pending.length < head + 4) return messages;
      const length = head + this.pending.readUInt32BE(head);
      if (this.pending.length < length) return messages;
      messages.push(this.pending.subarray(0, length));
      this.pending = this.pending.subarray(length);
      this.started = true;
    }
  }
}
