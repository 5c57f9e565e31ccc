import type { Report } from "../report.ts";

export function renderSarif(report: Report): string { return report.summary; }
