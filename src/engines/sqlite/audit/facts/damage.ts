import type { Session } from "../../../engine.ts";

const largest = 1024 * 1024 * 1024;

/** What quick_check finds wrong, at most a few; a large file is not read for that. */
export async function readDamage(session: Session, signal: AbortSignal): Promise<{ readonly problems: readonly string[]; readonly unseen: readonly string[] }> {
  const { rows: size } = await session.run("SELECT (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)", { signal });
  if (Number(size[0]?.[0] ?? 0) > largest) return { problems: [], unseen: ["whether the file is damaged: it is larger than 1 GiB; run PRAGMA integrity_check when there is time"] };
  const { rows } = await session.run("SELECT quick_check FROM pragma_quick_check LIMIT 5", { signal });
  return { problems: rows.map(([text]) => String(text)).filter((text) => text !== "ok"), unseen: [] };
}
