import type { CommandArgument } from "../../agent/commands.ts";
import { completions } from "../../agent/complete.ts";

export interface Completion {
  /** The part of the line that a candidate takes the place of. */
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly string[];
}

/** Lists what only the editor knows (paths, snapshots) for the word typed so far. */
export type Offer = (offers: NonNullable<CommandArgument["offers"]>, typed: string) => Promise<readonly string[]>;

/** What the word at the cursor could become. */
export async function completeLine(line: string, cursor: number, offer: Offer): Promise<Completion> {
  const { start, end, items, offers, prefix } = completions(line, cursor);
  const offered = offers === undefined ? [] : (await offer(offers, prefix)).filter((candidate) => candidate.startsWith(prefix)).map(quoted);
  return { start, end, candidates: [...offered, ...items.map((item) => item.insert)] };
}

/** What all candidates begin with; what Tab may insert without a choice. */
export function commonStart(candidates: readonly string[]): string {
  return candidates.reduce((common, candidate) => {
    let length = 0;
    while (length < common.length && common[length] === candidate[length]) length += 1;
    return common.slice(0, length);
  }, candidates[0] ?? "");
}

function quoted(text: string): string {
  return /[\s"']/.test(text) ? `"${text.replace(/["\\]/g, "\\$&")}"` : text;
}
