import type { Caller } from "./caller.ts";
import type { Choose } from "./choices.ts";
import { not, type Truth, type Value } from "./value.ts";

/** A comparison in one run. What two unknown values are to each other is chosen once for the pair: smaller, equal or greater. */
export function compared(operator: string, left: Value, right: Value, caller: Caller, choose: Choose): Truth {
  if (left.isNull || right.isNull) return null;
  const order = ordered(left, right, caller, choose);
  switch (operator) {
    case "=": return order === 0;
    case "<>":
    case "!=": return not(order === 0);
    case "<": return order < 0;
    case ">": return order > 0;
    case "<=": return order <= 0;
    default: return order >= 0;
  }
}

function ordered(left: Value, right: Value, caller: Caller, choose: Choose): number {
  if (left.key === right.key) return 0;
  if (left.constant !== undefined && right.constant !== undefined && typeof left.constant === typeof right.constant) return left.constant < right.constant ? -1 : left.constant > right.constant ? 1 : 0;
  if (left.count === true && typeof right.constant === "number" && right.constant <= 0) return right.constant < 0 ? 1 : choose(`count ${left.key}`, 2);
  if (right.count === true && typeof left.constant === "number" && left.constant <= 0) return left.constant < 0 ? -1 : -choose(`count ${right.key}`, 2);
  const meetsRow = (left.caller === true && right.row === true) || (left.row === true && right.caller === true);
  if (meetsRow && caller.row === "other") return choose(`unequal ${[left.key, right.key].sort().join(" ")}`, 2) === 0 ? -1 : 1;
  if (meetsRow && caller.row === "own") return 0;
  const forwards = left.key < right.key;
  const picked = choose(`order ${forwards ? left.key : right.key} ${forwards ? right.key : left.key}`, 3) - 1;
  return forwards ? picked : -picked;
}
