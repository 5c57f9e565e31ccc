import { dialectNames } from "../../core/engineId.ts";
import type { ScriptProblem } from "../../core/script/facts.ts";
import type { Script } from "../../core/script/script.ts";
import type { Engine } from "../engine.ts";
import type { FlavourRule } from "./flavour/rule.ts";
import { laterReferences } from "./flavour/laterReferences.ts";
import { queryRules } from "./flavour/queries.ts";
import { shapeOf } from "./flavour/shape.ts";
import { statementRules } from "./flavour/statements.ts";
import { tableRules } from "./flavour/tables.ts";
import type { Flavour } from "./flavourName.ts";
import { ModeState } from "./scan/modeState.ts";
import type { SqlMode } from "./scan/sqlMode.ts";
import { tokensOf } from "./scan/tokens.ts";

/** Each is tried on real servers: what it says and what they do must agree. */
export const flavourRules: readonly FlavourRule[] = [...statementRules, ...queryRules, ...tableRules];

/** What this server refuses although the other flavour, or a newer version, takes it: the rule, the place, and what to write instead. */
export function refusedBy(server: Parameters<Engine["refusedBy"]>[0], script: Script, mode?: SqlMode): readonly ScriptProblem[] {
  const flavour: Flavour = server.dialect === "mariadb" ? "mariadb" : "mysql";
  const rules = flavourRules.filter((rule) => isRefused(rule, flavour, server.versionNumber));
  const modes = new ModeState(mode);
  const problems = script.statements.flatMap((statement) => {
    const shape = shapeOf(tokensOf(statement.text, flavour, modes.mode, server.versionNumber));
    modes.follow(statement.text, flavour, server.versionNumber);
    return rules.flatMap((rule): ScriptProblem[] => {
      const place = rule.find(shape);
      return place === undefined ? [] : [problem(rule, flavour, statement.start + place.start)];
    });
  });
  return [...problems, ...laterReferences(flavour, server.versionNumber, script)].sort((a, b) => a.offset - b.offset);
}

function isRefused({ takes }: FlavourRule, flavour: Flavour, version: number | undefined): boolean {
  const since = takes[flavour];
  return since === null || (version !== undefined && version < since);
}

function problem(rule: FlavourRule, flavour: Flavour, offset: number): ScriptProblem {
  const since = rule.takes[flavour];
  const who = dialectNames[flavour];
  const when = since === null ? who : `${who} before ${versionText(since)}`;
  const instead = rule.instead[flavour];
  return { reason: since === null ? "syntax" : "versionTooOld", code: `dialect/${rule.name}`, offset, message: `${rule.what} is refused by ${when}.${instead === undefined ? "" : ` Write ${instead}.`}` };
}

/** 80013 is 8.0.13, 101100 is 10.11. */
function versionText(version: number): string {
  const [major, minor, patch] = [Math.floor(version / 10_000), Math.floor(version / 100) % 100, version % 100];
  return patch === 0 ? `${major}.${minor}` : `${major}.${minor}.${patch}`;
}
