import type { Identity } from "./identity.ts";
import { type MarkKind, markOfSetting } from "./markNames.ts";

/** What an identity's settings and claims say of it: its user's id and its tenant's, each where known. */
export function valueOf(identity: Identity, kind: MarkKind): string | undefined {
  const told = tellings(identity);
  const named = told.find(([name, value]) => markOfSetting(name) === kind && identity.owns.includes(value));
  if (named !== undefined) return named[1];
  const other = told.find(([name, value]) => markOfSetting(name) !== kind && markOfSetting(name) !== undefined && identity.owns.includes(value))?.[1];
  const left = identity.owns.filter((value) => value !== other);
  return kind === "owner" ? left[0] : left[other === undefined ? 1 : 0];
}

/** Settings and the claims in them, claims by their path. */
function tellings(identity: Identity): [string, string][] {
  return Object.entries(identity.settings).flatMap(([name, value]) => (value.startsWith("{") ? claimsIn(value) : [[name, value] as [string, string]]));
}

function claimsIn(text: string): [string, string][] {
  try {
    return flat(JSON.parse(text));
  } catch {
    return [];
  }
}

function flat(value: unknown, path = ""): [string, string][] {
  if (value === null || value === undefined) return [];
  if (typeof value !== "object") return [[path, String(value)]];
  return Object.entries(value).flatMap(([name, inner]) => flat(inner, path === "" ? name : `${path}.${name}`));
}
