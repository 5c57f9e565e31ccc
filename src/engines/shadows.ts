import type { Shadow } from "./engine.ts";

/** The disposable databases that a session has made and that are not dropped yet. */
export class OpenShadows {
  private readonly open = new Set<Shadow>();

  /** Remembers one until it is dropped, which happens once however often it is asked for. */
  keep(made: Shadow): Shadow {
    let dropped: Promise<void> | undefined;
    const shadow: Shadow = {
      ...made,
      drop: () => {
        this.open.delete(shadow);
        return (dropped ??= made.drop());
      },
    };
    this.open.add(shadow);
    return shadow;
  }

  /** At the session's end. One that cannot be dropped now is swept by whoever makes the next. */
  async dropAll(): Promise<void> {
    await Promise.allSettled([...this.open].map((shadow) => shadow.drop()));
  }
}

/** What a shadow is, and in how many points it is not as the target, the first of them by name. */
export function shadowLabel(what: string, missing: readonly string[]): string {
  if (missing.length === 0) return what;
  return `${what}; not as the target in ${missing.length} ${missing.length === 1 ? "point" : "points"}: ${missing.slice(0, 3).join("; ")}${missing.length > 3 ? "; …" : ""}`;
}

/** The URL of another database of the same server. */
export function onDatabase(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${encodeURIComponent(database)}` }).href;
}
