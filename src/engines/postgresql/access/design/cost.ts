import type { Identity } from "../../../../core/access/identity.ts";
import type { ReadingCost } from "../../../../core/access/policyDesign.ts";
import type { TableObject } from "../../../../core/catalog/catalog.ts";
import { StatementError } from "../../../../core/errors.ts";
import type { Session } from "../../../engine.ts";
import { quoteObject, quoteText } from "../../quote.ts";

interface PlanNode {
  readonly "Node Type": string;
  readonly "Parent Relationship"?: string;
  readonly "Index Name"?: string;
  readonly "Relation Name"?: string;
  readonly "Total Cost": number;
  readonly Plans?: readonly PlanNode[];
}

/** Inside a trial: what reading the whole table would cost somebody, from the planner alone. null where he may not read it at all. */
export async function readingCost(session: Session, identity: Identity, table: Pick<TableObject, "schema" | "name">, signal: AbortSignal): Promise<ReadingCost | null> {
  try {
    return await session.savepoint("undo", async () => {
      for (const [name, value] of Object.entries(identity.settings)) await session.run(`SELECT pg_catalog.set_config(${quoteText(name)}, ${quoteText(value)}, true)`, { signal });
      if (identity.role !== undefined) await session.run(`SELECT pg_catalog.set_config('role', ${quoteText(identity.role)}, true)`, { signal });
      const { text } = await session.explain(`SELECT * FROM ${quoteObject(table)}`, { signal });
      const [plan] = JSON.parse(text) as readonly { readonly Plan: PlanNode }[];
      return plan === undefined ? null : costOf(plan.Plan);
    });
  } catch (error) {
    if (error instanceof StatementError && error.code === "42501") return null;
    throw error;
  }
}

export function costOf(plan: PlanNode): ReadingCost {
  const nodes = all(plan);
  const related = (how: string): boolean => nodes.some((node) => node["Parent Relationship"] === how);
  const reading = ofTheTable(plan);
  const scan = reading.find((node) => node["Relation Name"] !== undefined) ?? plan;
  const index = reading.find((node) => node["Index Name"] !== undefined)?.["Index Name"];
  return {
    total: plan["Total Cost"],
    access: `${scan["Node Type"].toLowerCase()}${index === undefined ? "" : ` with ${index}`}`,
    asker: related("SubPlan") ? "perRow" : related("InitPlan") ? "once" : "none",
  };
}

function all(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(all)];
}

/** Without what is computed beside it. */
function ofTheTable(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).filter((child) => child["Parent Relationship"] !== "InitPlan" && child["Parent Relationship"] !== "SubPlan").flatMap(ofTheTable)];
}
