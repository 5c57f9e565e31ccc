/** A row that a test needs cannot be made; the message says why. The test is then untested, never passed. */
export class CannotSeed extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(why, options);
    this.name = "CannotSeed";
  }
}
