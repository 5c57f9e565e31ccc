/** "0.042 ms", "12.3 ms", "4.21 s", "3 min 20 s": as many digits as say something. */
export function msText(ms: number): string {
  if (ms >= 120_000) {
    const seconds = Math.round(ms / 1000);
    return `${grouped(Math.floor(seconds / 60))} min ${seconds % 60} s`;
  }
  return ms >= 1000 ? `${digits(ms / 1000)} s` : `${digits(ms)} ms`;
}

/** "0", "0.25", "1,234", "12.3 million": rows, loops and costs. */
export function countText(count: number): string {
  if (Math.abs(count) >= 10_000_000) return Math.abs(count) >= 10_000_000_000 ? `${digits(count / 1e9)} billion` : `${digits(count / 1e6)} million`;
  return Number.isInteger(count) || Math.abs(count) >= 1000 ? grouped(Math.round(count)) : digits(count);
}

/** "312 B", "4.10 KB", "12.0 MB". */
export function bytesText(bytes: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return unit === 0 ? `${grouped(Math.round(value))} B` : `${digits(value)} ${units[unit] ?? ""}`;
}

/** "38 %", "under 1 %"; of a share from 0 to 1. */
export function percentText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 1) return "under 1 %";
  return `${Math.round(percent)} %`;
}

/** By how much a planner was wrong: "12 times too few", "3.4 times too many", "right". */
export function factorText(factor: number): string {
  if (factor >= 1.05) return `${times(factor)} times too few`;
  if (factor <= 1 / 1.05) return `${times(1 / factor)} times too many`;
  return "right";
}

/** How a number changed: "3.2 times less", "12 % more", "the same". */
export function changeText(before: number, after: number, words: { readonly less: string; readonly more: string } = { less: "less", more: "more" }): string {
  if (before === after) return "the same";
  if (before <= 0 || after <= 0) return after > before ? `${words.more}; it was ${countText(before)}` : `${words.less}; none is left`;
  const [big, small, word] = after > before ? [after, before, words.more] : [before, after, words.less];
  const ratio = big / small;
  if (ratio < 1.005) return "the same";
  if (ratio >= 2) return `${times(ratio)} times ${word}`;
  return `${Math.max(1, Math.round((after > before ? ratio - 1 : 1 - small / big) * 100))} % ${word}`;
}

function times(factor: number): string {
  return factor >= 10 ? countText(Math.round(factor)) : digits(factor, 2);
}

/** Three digits that say something; never a power of ten. */
function digits(value: number, significant = 3): string {
  if (value === 0) return "0";
  if (Math.abs(value) >= 100) return grouped(Math.round(value));
  const text = value.toPrecision(significant);
  return text.includes("e") ? (Math.abs(value) < 0.000_5 ? "0" : String(Number(value.toFixed(3)))) : text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
