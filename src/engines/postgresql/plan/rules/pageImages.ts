import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { counted } from "../../../../core/counted.ts";
import { inBytes, inPercent } from "../../../../core/plan/words.ts";
import { fact, placeOf } from "../nodeWords.ts";

const pageBytes = 8192;

export const pageImages = nodeRule(
  { id: "plan/page-images", title: "Write-ahead log is mostly whole pages", why: "After a checkpoint the first change of each page writes the whole page to the log. Changes that are spread over many pages, or checkpoints that follow each other closely, multiply what is written and replicated." },
  (view, node) => {
    const images = fact(node, "WAL FPI");
    const bytes = fact(node, "WAL Bytes");
    if (node.kind !== "write" || images < 100 || bytes === 0) return undefined;
    const share = Math.min(1, (images * pageBytes) / bytes);
    if (share < 0.5) return undefined;
    return {
      saw: `${placeOf(node)} wrote ${inBytes(bytes)} of log in ${counted(fact(node, "WAL Records"), "record")}, with ${counted(images, "whole page")}: up to ${inPercent(share)} of it.`,
      share: Math.max(view.shareOf(node) ?? 0, 0.02),
      advice: "Let checkpoints come less often (max_wal_size, checkpoint_timeout), try wal_compression, and change rows that sit together in one statement.",
      atMost: "info",
    };
  },
);
