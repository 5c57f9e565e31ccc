import { checkOrder } from "../../../src/core/order/checkOrder.ts";
import type { OrderResult } from "../../../src/core/order/checkOrder.ts";
import { LineIndex } from "../../../src/core/script/textPosition.ts";
import type { Finding, TextEdit } from "../../../src/core/report/report.ts";
import { loadEngine } from "../../../src/engines/load.ts";

type Checked = "postgresql" | "sqlite" | "mongodb" | "mysql" | "mariadb";

const engines = { postgresql: await loadEngine("postgresql"), sqlite: await loadEngine("sqlite"), mongodb: await loadEngine("mongodb"), mysql: await loadEngine("mysql"), mariadb: await loadEngine("mariadb") };

/** Checks scripts by file name, in the order given. */
export function check(scripts: Readonly<Record<string, string>>, how: { readonly engine?: Checked; readonly complete?: boolean } = {}): OrderResult {
  const id = how.engine ?? "postgresql";
  const engine = engines[id];
  const read = Object.entries(scripts).map(([file, text]) => ({ file, text, base: 0, facts: engine.analyse(engine.split(text)), lines: new LineIndex(text) }));
  return checkOrder(read, { rules: engine.orderRules, complete: how.complete ?? read.length > 1, noTransaction: () => false });
}

/** "error order/used-before-created table t 0:13" for each finding, infos left out. */
export function brief(findings: readonly Finding[]): string[] {
  return findings.filter((finding) => finding.severity !== "info").map(({ rule, severity, object, range }) => `${severity} ${rule.replace("order/", "")} ${object} ${range?.start.line}:${range?.start.character}`);
}

export function problems(sql: string, engine: Checked = "postgresql"): string[] {
  return brief(check({ "a.sql": sql }, { engine }).findings);
}

/** The text after the edits of a fix. */
export function applied(text: string, edits: readonly TextEdit[] | undefined): string {
  if (edits === undefined) throw new Error("There is no fix.");
  const lines = text.split("\n");
  const offset = ({ line, character }: { readonly line: number; readonly character: number }): number => lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
  return [...edits].reverse().reduce((changed, { range, newText }) => changed.slice(0, offset(range.start)) + newText + changed.slice(offset(range.end)), text);
}
