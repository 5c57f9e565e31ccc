import type { Json } from "../../../../core/json.ts";

/** Reads the keys of an aggregate: one "Group Key" as it is, several lines as the "Grouping Sets" of JSON. */
export function groupingSets(target: Record<string, Json>, lines: readonly string[]): void {
  const keys = lines.map((line) => ({ label: line.slice(0, line.indexOf(":")), value: line.slice(line.indexOf(":") + 1).trim() }));
  if (keys.length === 1 && keys[0]!.label === "Group Key") {
    target["Group Key"] = keys[0]!.value;
    return;
  }
  delete target["Group Key"];
  const sets: Record<string, Json>[] = [];
  for (const { label, value } of keys) {
    const key = value === "()" ? [] : [value];
    const last = sets.at(-1);
    if (label === "Sort Key") sets.push({ "Sort Key": [value], "Group Keys": [] });
    else if (label === "Hash Key") sets.push({ "Hash Keys": [key] });
    else if (last === undefined || last["Group Keys"] === undefined) sets.push({ "Group Keys": [key] });
    else last["Group Keys"] = [...(last["Group Keys"] as Json[]), key];
  }
  target["Grouping Sets"] = sets;
}
