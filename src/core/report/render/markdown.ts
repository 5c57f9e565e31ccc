import type { Report } from "../report.ts";

export function renderMarkdown(report: Report): string { return report.summary; }
