/** A text cannot be read at `offset` (UTF-16 units into the text that was given). */
export class UnreadableText extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}
