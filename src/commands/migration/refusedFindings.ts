import type { OrderScript } from "../../core/order/orderInput.ts";
import type { Finding } from "../../core/report/report.ts";
import type { Language } from "../context.ts";

/** What the server refuses although the grammar of its relatives knows it, at its line and column; where no server was asked, what every version of the dialect refuses. */
export function refusedFindings({ engine, server }: Language, scripts: readonly OrderScript[]): Finding[] {
  return scripts.filter((script) => script.context !== true).flatMap(({ file, text, base, lines }) =>
    engine.refusedBy(server ?? { dialect: engine.dialect }, engine.split(text)).map(({ offset, message }): Finding => {
      const word = /^(?:[\w$]+|\S)/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0;
      return { rule: "dialect/refused", severity: "error", message, file, range: lines.range(base + offset, base + offset + word) };
    }),
  );
}
