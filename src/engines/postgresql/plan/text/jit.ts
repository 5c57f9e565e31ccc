import type { Json } from "../../../../core/json.ts";
import type { Raw } from "../raw.ts";
import { isRaw } from "../raw.ts";

type Target = Record<string, Json>;

/** What stood below "JIT:" in the shape of JSON: options as booleans, times as numbers. */
function shapeJit({ Functions: functions, Options: options, Timing: timing }: Raw): Raw {
  return {
    ...(functions === undefined ? {} : { Functions: functions }),
    ...(typeof options === "string" ? { Options: Object.fromEntries([...options.matchAll(/(\w+) (true|false)/g)].map(([, name, value]) => [name!, value === "true"])) } : {}),
    ...(typeof timing === "string" ? { Timing: timings(timing) } : {}),
  };
}

/** "Generation 1.2 ms (Deform 0.1 ms), Inlining 0.0 ms, …" */
function timings(text: string): Target {
  const found: Target = {};
  for (const [, name, ms, , deform] of text.matchAll(/(\w+) ([\d.]+) ms( \(Deform ([\d.]+) ms\))?/g)) found[name!] = deform === undefined ? Number(ms) : { Deform: Number(deform), Total: Number(ms) };
  return found;
}

/** Gives every JIT of a plan that was read from text its place and shape. */
export function withJit(raw: Raw): Raw {
  if (raw["JIT"] === undefined && !hasWorkers(raw)) return raw;
  const { Functions: _functions, Options: _options, Timing: _timing, ...rest } = raw;
  return Object.fromEntries(
    Object.entries(raw["JIT"] === undefined ? raw : rest).map(([key, value]) => {
      if (key === "JIT") return [key, shapeJit(raw)];
      if (key === "Plan" && isRaw(value)) return [key, withJit(value)];
      if ((key === "Plans" || key === "Workers") && Array.isArray(value)) return [key, value.map((item) => (isRaw(item) ? withJit(item) : item))];
      return [key, value];
    }),
  );
}

/** Where no worker is told of below, there is nothing to shape. */
function hasWorkers(raw: Raw): boolean {
  if (raw["Workers"] !== undefined) return true;
  const plans = raw["Plans"] ?? (raw["Plan"] === undefined ? [] : [raw["Plan"]]);
  return Array.isArray(plans) && plans.some((plan: Json) => isRaw(plan) && hasWorkers(plan));
}
