import type { Finding, Fix, Range } from "../report/report.ts";
import type { StatementFacts } from "../script/facts.ts";
import { arrange } from "./arrange.ts";
import { edgesOf } from "./edges.ts";
import { enumValueViolations } from "./enumValues.ts";
import { arrangeStatements, statementFix } from "./fileFix.ts";
import { nameOf } from "./keys.ts";
import type { OrderRules, OrderScript } from "./orderInput.ts";
import { Simulation } from "./simulate.ts";
import type { Requirement, Violation } from "./violation.ts";

export interface OrderOptions {
  readonly rules: OrderRules;
  /** The scripts are the whole history of a database. A script alone is taken for that where it makes every table that it uses. */
  readonly complete: boolean;
  /** Each script runs outside a transaction (a directive says so). */
  readonly noTransaction: (script: OrderScript) => boolean;
  /** What a person may do when files must change places; positions in the scripts given. */
  readonly fileFix?: (order: readonly number[]) => Fix | undefined;
}

export interface OrderResult {
  readonly findings: readonly Finding[];
  /** Positions of the scripts in the order that works; as given where none does. */
  readonly fileOrder: readonly number[];
  /** Of the only script that is checked: positions of its statements in the order that works. */
  readonly statementOrder: readonly number[];
}

/** Checks scripts that run one after the other, and finds the order that works. Pure. */
export function checkOrder(scripts: readonly OrderScript[], options: OrderOptions): OrderResult {
  const flat = flatten(scripts);
  const describe = (at: number): string => flat.describe(at);
  const simulate = (complete: boolean): Simulation => new Simulation({ statements: flat.statements, startsScript: (at) => flat.starts.has(at), complete, fromNothing: options.complete, describe }, options.rules);
  const first = simulate(options.complete);
  const run = !options.complete && first.violations.length > 0 && isSelfContained(first, flat.statements) ? simulate(true) : first;
  const violations = [...run.violations];
  if (options.rules.enumValuesNeedCommit) violations.push(...enumValueViolations(flat.statements, (at) => flat.starts.has(at), (at) => options.noTransaction(scripts[flat.scriptOf(at)]!)));
  const own = violations.filter((violation) => scripts[flat.scriptOf(violation.at)]?.context !== true);

  const findings: Finding[] = scripts.flatMap((script) => (script.context === true ? [] : syntaxFindings(script)));
  const fixes = new Map<number, Fix>();
  let fileOrder: readonly number[] = scripts.map((_, index) => index);
  const requirements: Requirement[] = [...run.requirements, ...own.flatMap(({ at, needs }) => (needs === undefined ? [] : { at, needs }))];
  const across = own.filter((violation) => violation.needs !== undefined && flat.scriptOf(violation.needs) !== flat.scriptOf(violation.at));
  let acrossFix: Fix | undefined;
  if (across.length > 0) {
    const arranged = arrange(scripts.length, edgesOf(run.accesses, [0, flat.statements.length], requirements, (at) => flat.scriptOf(at)));
    if ("order" in arranged) {
      fileOrder = arranged.order;
      acrossFix = options.fileFix?.(fileOrder);
    } else findings.push(fileCycle(arranged.cycle, scripts, across, flat));
  }
  let statementOrder: readonly number[] = [];
  for (const [index, script] of scripts.entries()) {
    if (script.context === true) continue;
    const [from, to] = flat.spans[index]!;
    const inside = own.filter((violation) => violation.at >= from && violation.at < to && violation.needs !== undefined && violation.needs >= from && violation.needs < to);
    statementOrder = script.facts.statements.map((_, at) => at);
    if (inside.length === 0) continue;
    const inner = requirements.filter(({ at, needs }) => at >= from && at < to && needs >= from && needs < to);
    const arranged = arrangeStatements(script.facts.statements, run.accesses, [from, to], inner);
    if ("order" in arranged) {
      statementOrder = arranged.order;
      const fix = statementFix(script, arranged.order, options.rules);
      if (fix !== undefined) fixes.set(index, fix);
    } else findings.push(statementCycle(arranged.cycle, script, inside[0]!, flat));
  }
  for (const violation of own) {
    const index = flat.scriptOf(violation.at);
    const fix = violation.needs === undefined ? undefined : flat.scriptOf(violation.needs) === index ? fixes.get(index) : acrossFix;
    findings.push(toFinding(violation, scripts[index]!, flat.statements[violation.at]!, fix));
  }
  return { findings, fileOrder, statementOrder };
}

function isSelfContained(run: Simulation, statements: readonly StatementFacts[]): boolean {
  const makesTables = statements.some((facts) => facts.defines.some((object) => object.kind === "table" && !run.keys.isTemporary(object)));
  if (makesAlongTheWay(statements)) return false;
  return makesTables && !run.violations.some((violation) => violation.rule === "order/missing");
}

/** A table that exists because something was written into it may have been there before. */
function makesAlongTheWay(statements: readonly StatementFacts[]): boolean {
  const [used, explicit] = [true, undefined].map((how) => new Set(statements.flatMap((facts) => facts.defines.filter((object) => object.kind === "table" && object.byUse === how).map((object) => object.name))));
  return [...used!].some((name) => !explicit!.has(name));
}

interface Flat {
  readonly statements: readonly StatementFacts[];
  readonly starts: ReadonlySet<number>;
  readonly spans: readonly (readonly [number, number])[];
  scriptOf(at: number): number;
  describe(at: number): string;
}

function flatten(scripts: readonly OrderScript[]): Flat {
  const statements: StatementFacts[] = [];
  const owner: number[] = [];
  const spans: [number, number][] = [];
  const starts = new Set<number>();
  scripts.forEach((script, index) => {
    const from = statements.length;
    starts.add(from);
    for (const facts of script.facts.statements) {
      statements.push(facts);
      owner.push(index);
    }
    spans.push([from, statements.length]);
  });
  const several = scripts.length > 1;
  const describe = (at: number): string => {
    const script = scripts[owner[at]!]!;
    const facts = statements[at]!;
    const line = script.lines.position(script.base + facts.statement.start).line + 1;
    return `${facts.verb} in ${several ? `${script.file} ` : ""}line ${line}`;
  };
  return { statements, starts, spans, scriptOf: (at) => owner[at]!, describe };
}

function syntaxFindings(script: OrderScript): Finding[] {
  return script.facts.problems.map((problem) => {
    const at = script.base + problem.offset;
    const { line, character } = script.lines.position(at);
    return { rule: "order/syntax", severity: "error", message: `Line ${line + 1}, column ${character + 1}: ${problem.message}`, file: script.file, range: script.lines.range(at, at + 1) };
  });
}

function toFinding(violation: Violation, script: OrderScript, facts: StatementFacts, fix: Fix | undefined): Finding {
  return {
    rule: violation.rule, severity: violation.severity, message: violation.message, object: nameOf(violation.object), file: script.file, range: rangeOf(violation, script, facts),
    ...(fix !== undefined && { fix }),
  };
}

/** The place that the facts give, else where the name stands in the statement, else the statement. */
function rangeOf(violation: Violation, script: OrderScript, { statement }: StatementFacts): Range {
  const { start, end } = violation.place ?? {};
  if (start !== undefined && end !== undefined && end > start) return script.lines.range(script.base + start, script.base + end);
  const { name } = violation.object;
  const at = findName(statement.text, name);
  if (at === -1) return script.lines.range(script.base + statement.start, script.base + statement.end);
  return script.lines.range(script.base + statement.start + at, script.base + statement.start + at + name.length);
}

function findName(text: string, name: string): number {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, "i").exec(text)?.index ?? -1;
}

function fileCycle(cycle: readonly number[], scripts: readonly OrderScript[], across: readonly Violation[], flat: Flat): Finding {
  const names = cycle.map((index) => scripts[index]!.file);
  const first = across.find((violation) => cycle.includes(flat.scriptOf(violation.at))) ?? across[0]!;
  const script = scripts[flat.scriptOf(first.at)]!;
  return {
    rule: "order/cycle", severity: "error", file: script.file, object: nameOf(first.object), range: rangeOf(first, script, flat.statements[first.at]!),
    message: `No order of the files works: ${names.join(", ")} need each other. Move the statements that cross into a file of their own.`,
  };
}

function statementCycle(cycle: readonly number[], script: OrderScript, first: Violation, flat: Flat): Finding {
  const lines = cycle.map((at) => script.lines.position(script.base + script.facts.statements[at]!.statement.start).line + 1).sort((a, b) => a - b);
  return {
    rule: "order/cycle", severity: "error", file: script.file, object: nameOf(first.object), range: rangeOf(first, script, flat.statements[first.at]!),
    message: `No order of the statements works: those in lines ${[...new Set(lines)].slice(0, 8).join(", ")} need each other. Create the objects first and add foreign keys by ALTER TABLE afterwards.`,
  };
}
