/** "1 index", "3 indexes". */
export function indexesText(count: number): string {
  return `${count} ${count === 1 ? "index" : "indexes"}`;
}

/** 7043.21 → "7,043", 3.456 → "3.5". */
export function numberText(value: number): string {
  return value >= 100 ? String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ",") : String(Math.round(value * 10) / 10);
}

/** "168 times less", "1.4 times more", "the same". */
export function ratioText(before: number, after: number): string {
  if (Math.abs(before - after) < Math.max(0.5, 0.005 * Math.max(before, after))) return "the same";
  return before > after ? `${factor(before, after)} times less` : `${factor(after, before)} times more`;
}

/** How many times the cost before is of the cost after; where nothing is left, of one. */
export function ratioOf(before: number, after: number): number {
  return Math.round((before / (after === 0 ? Math.min(1, before || 1) : after)) * 100) / 100;
}

function factor(more: number, less: number): string {
  const ratio = ratioOf(more, less);
  return ratio >= 10 ? numberText(Math.round(ratio)) : ratio.toFixed(1);
}
