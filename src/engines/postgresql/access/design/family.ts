import type { TableObject } from "../../../../core/catalog/catalog.ts";
import { qualified } from "../../../../core/catalog/objects.ts";
import type { Audience } from "./audience.ts";
import type { Rule } from "./policies.ts";
import { policySteps } from "./policies.ts";
import { rightsOn } from "./rights.ts";
import type { DesignRoom, Step } from "./room.ts";
import { familyOf, rowSecurity } from "./structure.ts";

export interface Family {
  readonly steps: readonly Step[];
  readonly reasons: readonly string[];
  readonly lockedOut: readonly string[];
}

/**
 * A table's own policies bind whoever goes through it; partitions and children are tables that can be asked by themselves.
 * A partition is closed to direct use; a child that inherits gets the same policies, since applications do use those.
 */
export function protectFamily({ catalog, table }: Pick<DesignRoom, "catalog" | "table">, audience: Audience, rules: readonly Rule[], force: boolean): Family {
  const members = familyOf(catalog, table);
  const parts = members.map((child) => {
    const inherits = child.partitionOf === undefined;
    const rights = rightsOn(child, audience, inherits && (child.grants ?? []).some((grant) => audience.roles.includes(grant.grantee)));
    const policies = inherits ? policySteps(child, rules, audience.roles) : [];
    return { child, inherits, rights, steps: child.form === "foreign" ? rights.steps : [...policies, ...rowSecurity(child, force), ...rights.steps] };
  });
  const told = (which: readonly TableObject[]): string => which.slice(0, 5).map(qualified).join(", ") + (which.length > 5 ? ` and ${which.length - 5} more` : "");
  const partitions = parts.filter((part) => !part.inherits).map((part) => part.child);
  const children = parts.filter((part) => part.inherits).map((part) => part.child);
  return {
    steps: parts.flatMap((part) => part.steps),
    lockedOut: parts.flatMap((part) => part.rights.lockedOut),
    reasons: [
      ...(partitions.length === 0 ? [] : [`${told(partitions)}: closed to direct use, because the policies of ${qualified(table)} do not bind whoever asks a partition by its own name. A partition that is made later must be closed in the same way.`]),
      ...(children.length === 0 ? [] : [`${told(children)}: the same policies, because a table that inherits can be asked by its own name.`]),
    ],
  };
}
