import type { Node } from "libpg-query";
import type { PostgresqlRule } from "../rule.ts";
import { as, constantText, strings } from "../../facts/nodes.ts";
import { withCalls, withClauses } from "./alter.ts";
import { isSettingCall } from "./expression/caller.ts";
import { type CallUse, unwrapped } from "./expression/survey.ts";
import { listed } from "./openTo.ts";
import { type Clause, named, policiesOf } from "./policy.ts";

/** The peers: pgrls SEC019. */
export const strictSetting: PostgresqlRule = {
  id: "rls/strict-setting",
  title: "A setting that must exist",
  why: "current_setting(name) fails where the setting was never made; with true as the second argument it gives null, and no row is seen. Failing loudly can be meant: then dismiss this.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      const strict = (clause: Clause): readonly CallUse[] => clause.survey.calls.filter((call) => isSettingCall(call.schema, call.name) && call.args.length === 1);
      const calls = policy.clauses.flatMap(strict);
      if (calls.length === 0) return [];
      const fix = withClauses(policy, "Give null for a missing setting", (clause) => withCalls(clause, strict(clause), (call) => `${call.slice(0, -1)}, true)`));
      return [{
        rule: "rls/strict-setting",
        object: policy.object,
        part: policy.policy.name,
        severity: "info" as const,
        message: `${named(policy)} reads ${listed([...new Set(calls.map(({ args }) => constantText(args[0]) ?? "a setting"))])} without saying what to do where it is missing: every statement then fails instead of seeing no row.`,
        ...(fix === undefined ? {} : { fix }),
      }];
    }),
};

/** Fact: after a SET LOCAL has ended, the setting is '' for the rest of the session, and '' is no number and no uuid. */
export const settingCast: PostgresqlRule = {
  id: "rls/setting-cast",
  title: "A cast that fails where the setting is empty",
  why: "A setting that was made with SET LOCAL is empty afterwards, not absent. In a pool the next transaction that forgets it does not see nothing: it fails with \"invalid input syntax\". NULLIF(setting, '') makes it null.",
  scope: "rls",
  find: (facts) =>
    policiesOf(facts).flatMap((policy) => {
      const bare = new Map(policy.clauses.map((clause) => [clause, castSettings(clause)]));
      const calls = [...bare.values()].flat();
      if (calls.length === 0) return [];
      const fix = withClauses(policy, "Take an empty setting for a missing one", (clause) => withCalls(clause, bare.get(clause) ?? [], (call) => `NULLIF(${call}, '')`));
      return [{
        rule: "rls/setting-cast",
        object: policy.object,
        part: policy.policy.name,
        severity: "warning" as const,
        message: `${named(policy)} casts ${listed([...new Set(calls.map(({ args }) => constantText(args[0]) ?? "a setting"))])} as it is. After a SET LOCAL it is '' for the rest of the session, which cannot be cast: statements fail instead of seeing no row.`,
        ...(fix === undefined ? {} : { fix }),
      }];
    }),
};

const textual = new Set(["text", "varchar", "bpchar", "name", "citext"]);

function castSettings({ node, survey }: Clause): readonly CallUse[] {
  const locations = new Set<number>();
  const visit = (part: unknown): void => {
    if (part === null || typeof part !== "object") return;
    if (Array.isArray(part)) return part.forEach(visit);
    const cast = as(part as Node, "TypeCast");
    const call = cast?.arg === undefined ? undefined : as(unwrapped(cast.arg), "FuncCall");
    const names = strings(call?.funcname);
    if (call !== undefined && isSettingCall(names.at(-2), names.at(-1) ?? "") && !textual.has(strings(cast?.typeName?.names).at(-1) ?? "")) locations.add(call.location ?? -1);
    Object.values(part).forEach(visit);
  };
  visit(node);
  return survey.calls.filter((call) => isSettingCall(call.schema, call.name) && locations.has(call.location));
}
