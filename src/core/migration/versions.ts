/** A version at the start of a name, and what is left of the name. */
export interface VersionedName {
  readonly version: string;
  readonly name: string;
}

const prefix = /^(\d{4}-\d{2}-\d{2}(?:[-T]\d{4,6})?(?:-\d+)?|\d+(?:\.\d+)*[a-z]?)(?=$|[_\-. ])[_\-. ]*(.*)$/i;

/** Reads "004_add_total", "1.2.10-x", "2017-09-23-101500_y"; null where the name starts with no number. */
export function readVersion(stem: string): VersionedName | null {
  const found = prefix.exec(stem);
  return found === null ? null : { version: found[1]!, name: found[2]! === "" ? stem : found[2]! };
}

const date = /^(\d{4})-?(\d{2})-?(\d{2})(?:[-T]?(\d{6}|\d{4}))?/;

/** The numbers and words that a version is compared by; a date with or without dashes and time is one number of 14 digits. */
function parts(version: string): string[] {
  const found = date.exec(version);
  const isDate = found !== null && between(found[1]!, 1970, 2199) && between(found[2]!, 1, 12) && between(found[3]!, 1, 31);
  const first = isDate ? [`${found[1]!}${found[2]!}${found[3]!}${(found[4] ?? "").padEnd(6, "0")}`] : [];
  const rest = isDate ? version.slice(found[0].length) : version;
  const all = [...first, ...(rest.match(/\d+|[^\d._\-/ ]+/g) ?? [])].map((part) => part.replace(/^0+(?=\d)/, ""));
  while (all.length > 1 && all.at(-1) === "0") all.pop();
  return all;
}

function between(digits: string, low: number, high: number): boolean {
  return Number(digits) >= low && Number(digits) <= high;
}

/** Equal for versions that mean the same: "1.2" and "1.2.0", "007" and "7", "2019-02-26-002946" and "20190226002946". */
export function versionKey(version: string): string {
  return parts(version).join(".");
}

/** Orders versions as people count: 1.2.9 before 1.2.10, 2 before 10, dates by time; numbers before words. */
export function compareVersions(a: string, b: string): number {
  return compare(parts(a), parts(b));
}

/** compareVersions for many: each of the versions is taken apart once. */
export function versionOrder(versions: readonly string[]): (a: string, b: string) => number {
  const apart = new Map(versions.map((version) => [version, parts(version)]));
  return (a, b) => compare(apart.get(a) ?? parts(a), apart.get(b) ?? parts(b));
}

function compare(left: readonly string[], right: readonly string[]): number {
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [one, other] = [left[at], right[at]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    const order = compareParts(one, other);
    if (order !== 0) return order;
  }
  return 0;
}

function compareParts(a: string, b: string): number {
  const [aNumber, bNumber] = [/^\d/.test(a), /^\d/.test(b)];
  if (aNumber !== bNumber) return aNumber ? -1 : 1;
  if (aNumber && a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
