export interface Failure {
  readonly title: string;
  readonly error: string;
}

/** How a part of the tests went. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** Told again at the very end, where a long log is read first. */
  readonly failures: readonly Failure[];
}

/** A part that could not be run, or is one check by itself. */
export function broken(title: string, error: string): Tally {
  return { passed: 0, failed: 1, failures: [{ title, error }] };
}
