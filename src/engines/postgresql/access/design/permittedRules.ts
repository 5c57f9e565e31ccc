import type { TableObject } from "../../../../core/catalog/catalog.ts";
import { qualified } from "../../../../core/catalog/objects.ts";
import type { Authorize } from "./authorize.ts";
import type { Permissions, PermittedCommand } from "./permissions.ts";
import type { Rule } from "./policies.ts";

const commands: readonly PermittedCommand[] = ["SELECT", "INSERT", "UPDATE", "DELETE"];

/** The rules of owners, each also for whoever has the permission; a table without owners is for those alone. What may be changed must be seen, so that changing lets read where no permission says who reads. */
export function permittedRules(own: readonly Rule[], { words }: Permissions, { may }: Authorize): Rule[] {
  return commands.flatMap((command): Rule[] => {
    const rule = own.find((one) => one.command === command);
    const asked = wordsThatOpen(command, words).map(may);
    if (asked.length === 0) return rule === undefined ? [] : [rule];
    const or = (clause: string | undefined): string => [...(clause === undefined ? [] : [`(${clause})`]), ...asked].join(" OR ");
    return [{ command, ...(command === "INSERT" ? {} : { using: or(rule?.using) }), ...(command === "SELECT" || command === "DELETE" ? {} : { check: or(rule?.check) }) }];
  });
}

/** The permissions that let somebody do it. */
export function wordsThatOpen(command: PermittedCommand, words: Permissions["words"]): string[] {
  const own = words[command];
  if (own !== undefined) return [own];
  return command === "SELECT" ? [...new Set([words.UPDATE, words.DELETE].filter((word) => word !== undefined))] : [];
}

/** What nobody may do, or may do without a permission of its own. */
export function permissionWarnings(table: TableObject, own: readonly Rule[], { words }: Permissions): string[] {
  const closed = own.length > 0 ? [] : commands.filter((command) => wordsThatOpen(command, words).length === 0);
  return [
    ...(words.SELECT === undefined ? [`No permission says who may read ${qualified(table)}: whoever may change or delete its rows reads them.`] : []),
    ...(closed.length === 0 ? [] : [`No permission says who may ${closed.map((command) => command.toLowerCase()).join(" or ")} rows of ${qualified(table)}, and none is anybody's own: nobody but roles that bypass row security may.`]),
  ];
}
