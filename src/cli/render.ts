import type { Report } from "../core/report/report.ts";
import type { Format } from "./options.ts";

/** The report in the asked format; a renderer is loaded only when it is the one. */
export async function render(report: Report, format: Format, terminal: { readonly color: boolean; readonly columns: number }): Promise<string> {
  switch (format) {
    case "json":
      return (await import("../core/report/render/json.ts")).renderJson(report);
    case "markdown":
      return (await import("../core/report/render/markdown.ts")).renderMarkdown(report);
    case "sarif":
      return (await import("../core/report/render/sarif.ts")).renderSarif(report);
    case "text":
      return (await import("../core/report/render/text.ts")).renderText(report, terminal);
  }
}
