import type { Catalog, RoutineObject } from "../../../../core/catalog/catalog.ts";
import { quoteName, quoteObject } from "../../quote.ts";
import type { Bond } from "./bond.ts";
import { membershipOf } from "./bond.ts";
import { ids, rolesOf } from "./condition.ts";
import { named, words } from "./names.ts";
import type { Step } from "./room.ts";
import type { Level } from "./roleWords.ts";
import type { Scheme } from "./scheme.ts";

const home = "private";

/** A function that gives the ids that belong to the asker, and how a policy calls it. */
export interface Helper {
  readonly steps: readonly Step[];
  /** "private"."my_org_ids"(array['admin']) */
  call(level: Level): string;
  readonly name: string;
}

/**
 * A private function that reads members or parents with its owner's rights, so that their own policies are not asked again for each row and cannot recurse.
 * Its path is empty, nobody but the application's roles may run it, and it only tells the asker's own ids. One of the same text is used again.
 */
export function helperFor(catalog: Catalog, scheme: Scheme, bond: Bond, roles: readonly string[]): Helper {
  const via = membershipOf(bond);
  const byRole = via?.role != null;
  const body = `\n  ${ids(scheme, bond, byRole ? "$1" : null)}\n`;
  const type = bond.column.type;
  const type_ = bond.form === "parent" ? (bond.parent.columns.find(({ name }) => name === bond.key)?.type ?? type) : (via?.tenant.type ?? type);
  const signature = byRole ? "text[]" : "";
  const subject = bond.form === "parent" ? `${words(bond.parent.name)}_${words(bond.key)}` : words(via?.tenant.name ?? bond.column.name);
  const there = catalog.routines.filter((routine) => routine.schema === home);
  const known = there.find((routine) => routine.signature === signature && isSame(routine, body));
  const name = known?.name ?? named(`my_${subject}`, "s", (taken) => there.some((routine) => routine.name === taken));
  const target = `${quoteObject({ schema: home, name })}(${signature})`;
  const tag = dollarTag(body);
  const made: Step[] = known !== undefined ? [] : [
    ...(catalog.schemas.some((schema) => schema.name === home) ? [] : [{ sql: `CREATE SCHEMA ${quoteName(home)}`, undo: `DROP SCHEMA ${quoteName(home)}` }]),
    {
      sql: `CREATE FUNCTION ${quoteObject({ schema: home, name })}(${byRole ? "allowed_roles text[]" : ""}) RETURNS SETOF ${type_}\n  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''\n  AS ${tag}${body}${tag}`,
      undo: `DROP FUNCTION ${target}`,
    },
    { sql: `REVOKE EXECUTE ON FUNCTION ${target} FROM PUBLIC` },
  ];
  const may = (role: string): boolean => known?.grants?.some((grant) => grant.grantee === role) === true;
  const granted = roles.filter((role) => !may(role)).map((role): Step => ({
    sql: `GRANT EXECUTE ON FUNCTION ${target} TO ${quoteName(role)}`,
    ...(known === undefined ? {} : { undo: `REVOKE EXECUTE ON FUNCTION ${target} FROM ${quoteName(role)}` }),
  }));
  return { name: `${home}.${name}`, steps: [...made, ...granted], call: (level) => `${quoteObject({ schema: home, name })}(${byRole ? (rolesOf(via, level) ?? "") : ""})` };
}

function isSame(routine: RoutineObject, body: string): boolean {
  return routine.securityDefiner && routine.definition.includes(body) && routine.settings.some((setting) => /^search_path=(?:""|'')?$/.test(setting));
}

function dollarTag(body: string): string {
  for (let number = 0; ; number += 1) {
    const tag = number === 0 ? "$$" : `$body${number}$`;
    if (!body.includes(tag)) return tag;
  }
}
