import type { RoutineFact } from "../facts/routines.ts";

/** A search path as a routine sets it. */
export interface SearchPath {
  /** As written after the =. */
  readonly value: string;
  /** In their order; "" entries left out. */
  readonly schemas: readonly string[];
}

/** Undefined where the routine sets none and takes its caller's. */
export function searchPathOf(routine: Pick<RoutineFact, "settings">): SearchPath | undefined {
  const setting = routine.settings.find((one) => /^search_path=/i.test(one));
  if (setting === undefined) return undefined;
  const value = setting.slice(setting.indexOf("=") + 1);
  const schemas = [...value.matchAll(/"((?:[^"]|"")*)"|([^\s,"]+)/g)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? (bare ?? "").toLowerCase());
  return { value, schemas: schemas.filter((name) => name !== "") };
}
