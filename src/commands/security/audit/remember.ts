import { readHistory, writeHistory } from "../../../core/audit/memory/historyFile.ts";
import type { PastAudit, Trend } from "../../../core/audit/memory/trend.ts";
import { remembered, trendOf } from "../../../core/audit/memory/trend.ts";
import { isDataEngineerError } from "../../../core/errors.ts";
import type { CommandContext } from "../../context.ts";

/** Compares this audit with the last one and keeps it for the next. A history that cannot be read or kept is told, and fails no audit. */
export async function remember(context: CommandContext, audit: Omit<PastAudit, "at">): Promise<Trend & { readonly problems: readonly string[] }> {
  const now: PastAudit = { at: context.now().toISOString(), ...audit };
  try {
    const history = await readHistory(context.files);
    const trend = trendOf(history, now);
    await writeHistory(context.files, remembered(history, now));
    return { ...trend, problems: [] };
  } catch (error) {
    if (!isDataEngineerError(error) || error.kind !== "file") throw error;
    return { ...trendOf([], now), problems: [`What changed since the last audit: ${error.message}`] };
  }
}
