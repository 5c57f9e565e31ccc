import { textOf } from "./raw.ts";
import type { Raw } from "./raw.ts";

const aggregates: Readonly<Record<string, string>> = { Plain: "Aggregate", Sorted: "GroupAggregate", Hashed: "HashAggregate", Mixed: "MixedAggregate" };

/** A node's name as the text form writes it: "Partial HashAggregate", "Parallel Index Scan Backward", "Hash Left Join". */
export function operationOf(raw: Raw): string {
  const type = textOf(raw, "Node Type") ?? "Unknown";
  const words = [baseName(raw, type)];
  const partial = textOf(raw, "Partial Mode");
  if (partial === "Partial" || partial === "Finalize") words.unshift(partial);
  if (raw["Async Capable"] === true) words.unshift("Async");
  if (raw["Parallel Aware"] === true) words.unshift("Parallel");
  if (textOf(raw, "Scan Direction") === "Backward") words.push("Backward");
  return words.join(" ");
}

function baseName(raw: Raw, type: string): string {
  const strategy = textOf(raw, "Strategy");
  const join = textOf(raw, "Join Type");
  switch (type) {
    case "Aggregate":
      return aggregates[strategy ?? "Plain"] ?? type;
    case "SetOp":
      return [strategy === "Hashed" ? "HashSetOp" : "SetOp", textOf(raw, "Command")].filter((word) => word !== undefined).join(" ");
    case "ModifyTable":
    case "Foreign Scan":
      return (type === "Foreign Scan" ? foreignOperation(raw) : textOf(raw, "Operation")) ?? type;
    case "Custom Scan": {
      const provider = textOf(raw, "Custom Plan Provider");
      return provider === undefined ? type : `${type} (${provider})`;
    }
    case "Nested Loop":
      return join === undefined || join === "Inner" ? type : `${type} ${join} Join`;
    case "Hash Join":
    case "Merge Join":
      return join === undefined || join === "Inner" ? type : type.replace(" ", ` ${join} `);
    default:
      return type;
  }
}

/** A change that the other server carries out by itself is a scan whose operation is not Select. */
function foreignOperation(raw: Raw): string | undefined {
  const operation = textOf(raw, "Operation");
  return operation === undefined || operation === "Select" ? undefined : `Foreign ${operation}`;
}
