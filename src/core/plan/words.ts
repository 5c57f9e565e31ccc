import { counted } from "../counted.ts";

/** "4.1 µs", "0.42 ms", "13.2 ms", "1.8 s". */
export function inMs(ms: number): string {
  if (ms > 0 && ms < 0.1) return `${(ms * 1000).toFixed(1)} µs`;
  if (ms >= 10_000) return `${(ms / 1000).toFixed(0)} s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms.toFixed(ms >= 100 ? 0 : ms >= 1 ? 1 : 2)} ms`;
}

/** "512 B", "64 kB", "12.5 MB". */
export function inBytes(bytes: number): string {
  if (bytes < 1024) return `${Math.round(bytes)} B`;
  if (bytes < 1024 ** 2) return `${Math.round(bytes / 1024)} kB`;
  if (bytes < 1024 ** 3) return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}

/** "1 row", "12,345 rows". */
export function inRows(rows: number): string {
  return counted(Math.round(rows), "row");
}

/** "83 %", "under 1 %", "over 99 %". */
export function inPercent(share: number): string {
  if (share > 0.99 && share < 1) return "over 99 %";
  return share > 0 && share < 0.01 ? "under 1 %" : `${Math.round(share * 100)} %`;
}
