import type { Cell } from "./cell.ts";
import { tryName } from "./cell.ts";

export type Expected = "allowed" | "denied" | "untested";

/** What is allowed and denied, kept in a file and tried again: by object, by identity, by what is tried. Holds no value of any row. */
export interface AccessSpec {
  readonly version: 1;
  /** How the identities are made: as the flags of the command say it. */
  readonly as?: string;
  readonly role?: string;
  readonly claim?: string;
  readonly tables?: string;
  readonly expected: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Expected>>>>>>;
}

export interface SpecDifference {
  readonly object: string;
  readonly identity: string;
  readonly tried: string;
  /** Null where the file does not know the cell. */
  readonly expected: Expected | null;
  /** Null where the cell is not there any more. */
  readonly found: Expected | null;
}

/** "user 7" is whoever the command was asked for, so that the file serves for others too. */
export function specIdentity(name: string): string {
  return /^(?:user|tenant|role) /.test(name) ? name.slice(0, name.indexOf(" ")) : name;
}

export function specOf(cells: readonly Cell[], how: Pick<AccessSpec, "as" | "role" | "claim" | "tables">, identities: readonly string[]): AccessSpec {
  const expected: Record<string, Record<string, Record<string, Expected>>> = {};
  for (const cell of cells) ((expected[cell.object] ??= {})[specName(cell.identity, identities)] ??= {})[tryName(cell)] = expectedOf(cell);
  return { version: 1, ...how, expected: sorted(expected) };
}

/** Every cell that is not as the file says, and every one that only one of both knows. */
export function compareSpec(spec: AccessSpec, cells: readonly Cell[], identities: readonly string[]): SpecDifference[] {
  const differences: SpecDifference[] = [];
  const known = new Set<string>();
  for (const cell of cells) {
    const place = { object: cell.object, identity: specName(cell.identity, identities), tried: tryName(cell) };
    known.add(JSON.stringify([place.object, place.identity, place.tried]));
    const expected = own(own(own(spec.expected, place.object), place.identity), place.tried) ?? null;
    const found = expectedOf(cell);
    if (expected !== found) differences.push({ ...place, expected, found });
  }
  for (const [object, byIdentity] of Object.entries(spec.expected)) {
    for (const [identity, byTry] of Object.entries(byIdentity)) {
      for (const [tried, expected] of Object.entries(byTry)) if (!known.has(JSON.stringify([object, identity, tried]))) differences.push({ object, identity, tried, expected, found: null });
    }
  }
  return differences;
}

export function differenceText({ object, identity, tried, expected, found }: SpecDifference): string {
  if (expected === null) return `${object}: ${identity}, ${tried} is ${found ?? "unknown"} and not in the specification.`;
  if (found === null) return `${object}: ${identity}, ${tried} should be ${expected} and was not tried: the object or the identity is not there.`;
  return `${object}: ${identity}, ${tried} should be ${expected} and is ${found}.`;
}

/** The first identity is the one who was asked for; others of the same kind keep their whole name. */
function specName(name: string, identities: readonly string[]): string {
  return name === identities[0] ? specIdentity(name) : name;
}

function expectedOf({ verdict }: Cell): Expected {
  return verdict === "error" ? "untested" : verdict;
}

function own<Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

function sorted<Value>(record: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.keys(record).sort().map((name) => [name, record[name]!]));
}
