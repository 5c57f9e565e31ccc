import type { Condition, QueryUse, TableUse } from "../../../src/core/indexes/queryUse.ts";

/** What a statement asks of its tables in one line each: "orders: customer equal, amount range; or [sku equal | amount range]; order created DESC; group sku; limited". */
export function useText({ tables }: QueryUse): readonly string[] {
  return tables.map(tableText);
}

function tableText({ table, conditions, either, order, group, limited }: TableUse): string {
  const parts = [
    conditionsText(conditions),
    ...either.map((branches) => `or [${branches.map(conditionsText).join(" | ")}]`),
    order.length === 0 ? "" : `order ${order.map(({ part, descending }) => `${bare(part.text)}${descending ? " DESC" : ""}`).join(", ")}`,
    group.length === 0 ? "" : `group ${group.map(({ text }) => bare(text)).join(", ")}`,
    limited ? "limited" : "",
  ].filter((part) => part !== "");
  return `${table}: ${parts.join("; ")}`.trim();
}

function conditionsText(conditions: readonly Condition[]): string {
  return conditions.map(({ part, kind }) => `${bare(part.text)} ${kind}`).join(", ");
}

function bare(text: string): string {
  return text.replace(/[`"]/g, "");
}
