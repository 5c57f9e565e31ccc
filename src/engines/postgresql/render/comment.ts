import { quoteText } from "../quote.ts";
import type { Part } from "./part.ts";

/** The comment on an object, if it has one. `target` is what stands after COMMENT ON: "TABLE public.orders". */
export function commentParts(key: string, target: string, comment: string | undefined, within: readonly string[] = []): Part[] {
  if (comment === undefined) return [];
  return [
    {
      key: `${key}#comment`,
      object: key,
      family: "comment",
      needs: [key],
      text: "",
      within: [key, ...within],
      state: comment,
      create: [`COMMENT ON ${target} IS ${quoteText(comment)}`],
      drop: [`COMMENT ON ${target} IS NULL`],
      survivesRetype: true,
    },
  ];
}
