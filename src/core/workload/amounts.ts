/** 1536 → "1.5 KB"; bytes in powers of 1024, as databases tell sizes. */
export function bytesText(bytes: number): string {
  let [amount, at] = [bytes, 0];
  for (; amount >= 1024 && at < units.length - 1; at++) amount /= 1024;
  return `${at > 0 && amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${units[at]}`;
}

const units = ["bytes", "KB", "MB", "GB", "TB"] as const;

/** 0.374 → "37 %"; what is there but small is "under 1 %". */
export function percentText(share: number): string {
  const percent = share * 100;
  return percent > 0 && percent < 1 ? "under 1 %" : `${Math.round(percent)} %`;
}
