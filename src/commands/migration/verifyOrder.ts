import { checkOrder } from "../../core/order/checkOrder.ts";
import { renameFix } from "../../core/order/folderFix.ts";
import { nameOf } from "../../core/order/keys.ts";
import { nameTrap } from "../../core/order/nameTrap.ts";
import type { OrderScript } from "../../core/order/orderInput.ts";
import type { Evidence, Finding, ReportBody } from "../../core/report/report.ts";
import { versionKey } from "../../core/migration/versions.ts";
import type { CommandHandler, Language } from "../context.ts";
import { guessDialect } from "./guessDialect.ts";
import { analyseScripts, FilesReadOnce, readScripts, scriptsOf } from "./orderScripts.ts";
import type { Scripts } from "./orderScripts.ts";
import { refusedFindings } from "./refusedFindings.ts";
import { counted } from "../../core/counted.ts";
import { dialectNames } from "../../core/engineId.ts";

/** `verify-order PATH`: would the statements find what they use? Reads only; nothing is executed. A server is only asked which one it is, where the connection's URL leaves that open. */
export const verifyOrder: CommandHandler = async (context, input) => {
  const files = new FilesReadOnce(context.cwd);
  const scripts = await scriptsOf(files, input.args["path"] ?? ".");
  const texts = await readScripts(context, files, scripts);
  const language = await context.language(guessDialect(texts));
  const { engine } = language;
  const analysed = analyseScripts(context, engine, scripts, texts);
  const result = checkOrder(analysed, {
    rules: engine.orderRules,
    complete: scripts.form !== "file" || scripts.folder !== null,
    noTransaction: (script) => scripts.sources[analysed.indexOf(script)]?.source.noTransaction === true,
    fileFix: (order) => renameFix(analysed.map((script) => script.file), order, partnersOf(scripts)),
  });
  const findings = [...nameFindings(scripts, analysed), ...refusedFindings(language, analysed), ...result.findings].sort((a, b) => rank(a) - rank(b));
  const body = report(scripts, analysed, findings, result.fileOrder, result.statementOrder);
  const assumed = readAs(language);
  return { ...body, ...(assumed.length > 0 && { evidence: [...(body.evidence ?? []), ...assumed] }), data: { ...body.data, dialect: engine.dialect } };
};

/** Says what nobody and no server confirmed. */
function readAs({ engine, assumed }: Language): Evidence[] {
  return assumed === undefined ? [] : [{ kind: "text", title: "Read as", text: `${dialectNames[engine.dialect]}: ${assumed}.` }];
}

/** The down script that carries the same number. */
function partnersOf(scripts: Scripts): (file: string) => readonly string[] {
  const downs = new Map((scripts.folder?.migrations ?? []).map(({ up, down }) => [up.file, down?.file]));
  return (file) => {
    const down = downs.get(file);
    return down === undefined || down === file ? [] : [down];
  };
}

function nameFindings(scripts: Scripts, analysed: readonly OrderScript[]): Finding[] {
  if (scripts.form === "file") return [];
  const start = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const findings: Finding[] = [];
  const seen = new Map<string, string>();
  for (const { version, up, repeatable } of scripts.folder?.migrations ?? []) {
    const key = versionKey(version);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, up.file);
    else if (!repeatable) findings.push({ rule: "order/name-trap", severity: "error", file: up.file, range: start, object: version, message: `Version ${version} stands twice: ${first} and ${up.file}. Give one of them a version of its own.` });
  }
  const trap = nameTrap(analysed.filter((_, index) => scripts.folder?.migrations[index]?.repeatable !== true).map((script) => script.file));
  if (trap !== undefined) {
    findings.push({
      rule: "order/name-trap", severity: "warning", file: trap.then, range: start,
      message: `${trap.first} counts before ${trap.then} but sorts after it by name; tools that sort by name run them the other way round. Give all numbers the same form and length.`,
    });
  }
  return findings;
}

const severities = ["error", "warning", "info"];

function rank(finding: Finding): number {
  return severities.indexOf(finding.severity);
}

function report(scripts: Scripts, analysed: readonly OrderScript[], findings: readonly Finding[], fileOrder: readonly number[], statementOrder: readonly number[]): ReportBody {
  const own = analysed.filter((script) => script.context !== true);
  const files = own.map((script) => script.file);
  const order = scripts.form === "file" ? statementOrder.map((at) => statementLine(own[0]!, at)) : fileOrder.map((index) => analysed[index]!.file);
  const counts = severities.map((severity) => findings.filter((finding) => finding.severity === severity).length);
  const statements = own.reduce((sum, script) => sum + script.facts.statements.length, 0);
  const failed = counts[0]! > 0;
  const unread = findings.filter((finding) => finding.rule === "order/syntax");
  const onlyUnread = failed && unread.length === counts[0];
  const what = `${own.length === 1 ? files[0] : `${own.length} files`}, ${counted(statements, "statement")}`;
  const found = [plural(counts[0]!, "error"), plural(counts[1]!, "warning"), plural(counts[2]!, "remark")].filter((text) => text !== "").join(", ");
  const refused = findings.filter((finding) => finding.rule === "dialect/refused");
  const onlyRefused = failed && refused.length === counts[0];
  return {
    status: failed ? "failed" : "passed",
    summary: onlyRefused ? `${what}: the server refuses ${plural(refused.length, "place")}. ${refused[0]?.message ?? ""}` : onlyUnread ? unreadSummary(unread) : failed ? `The order of ${what} does not work: ${found}.` : `The order of ${what} works${found === "" ? "" : `; ${found}`}.`,
    findings,
    ...(failed && !onlyUnread && !onlyRefused && { evidence: [{ kind: "text" as const, title: "The order that works", text: order.join("\n") }] }),
    data: { files, order },
  };
}

/** Where only the parser objects, nothing can be said of the order. */
function unreadSummary([first, ...rest]: readonly Finding[]): string {
  const message = (first?.message ?? "").replace(/^L/, "l").replace(/\.$/, "");
  const more = rest.length === 0 ? "" : `, and ${plural(rest.length, "more place")}`;
  return `${first?.file} cannot be read: ${message}${more}. Correct ${rest.length === 0 ? "it" : "them"}, then verify the order again.`;
}

function plural(count: number, word: string): string {
  return count === 0 ? "" : `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** "12: CREATE TABLE users", with the line counted from one. */
function statementLine(script: OrderScript, at: number): string {
  const facts = script.facts.statements[at]!;
  const line = script.lines.position(script.base + facts.statement.start).line + 1;
  const object = facts.defines[0] ?? facts.drops[0] ?? facts.renames[0]?.from ?? facts.uses[0];
  return `${line}: ${facts.verb}${object === undefined ? "" : ` (${nameOf(object)})`}`;
}
