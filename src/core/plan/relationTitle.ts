import type { PlanRelation } from "./plan.ts";

/** "shop.orders o"; the alias only where it is another name. */
export function relationTitle({ schema, name, alias }: PlanRelation): string {
  return [schema === undefined ? name : `${schema}.${name}`, alias === undefined || alias === name ? "" : ` ${alias}`].join("");
}
