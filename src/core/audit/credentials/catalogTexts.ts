import type { Catalog, Described } from "../../catalog/catalog.ts";
import { qualified } from "../../catalog/objects.ts";

/** A text of the catalog, where it stands, and how a person would name that place. */
export interface CatalogText {
  /** Which rule speaks of it. */
  readonly room: "comment" | "routine" | "default" | "view" | "constraint" | "trigger" | "policy" | "index" | "object";
  readonly object: string;
  readonly part?: string;
  /** "the body of the function public.charge", "the comment on public.users.email". */
  readonly place: string;
  readonly text: string;
}

/** All texts of a catalog in which somebody may have written a credential. */
export function catalogTexts(catalog: Catalog): CatalogText[] {
  const found: CatalogText[] = [];
  const add = (room: CatalogText["room"], object: string, part: string | undefined, place: string, text: string | undefined): void => {
    if (text !== undefined && text !== "") found.push({ room, object, ...(part === undefined ? {} : { part }), place, text });
  };
  const comment = (object: string, { comment: text }: Pick<Described, "comment">, part?: string): void => add("comment", object, part, `the comment on ${part === undefined ? object : `${object}.${part}`}`, text);
  for (const schema of catalog.schemas) comment(`schema ${schema.name}`, schema);
  for (const type of catalog.types) comment(qualified(type), type);
  for (const sequence of catalog.sequences) comment(qualified(sequence), sequence);
  for (const domain of catalog.domains) {
    comment(qualified(domain), domain);
    add("default", qualified(domain), undefined, `the default of the domain ${qualified(domain)}`, domain.default);
    for (const check of domain.checks) add("constraint", qualified(domain), check.name, `the check ${check.name} of the domain ${qualified(domain)}`, check.definition);
  }
  for (const routine of catalog.routines) {
    const object = `${qualified(routine)}(${routine.signature})`;
    comment(object, routine);
    add("routine", object, undefined, `the definition of the ${routine.form === "procedure" ? "procedure" : "function"} ${object}`, [routine.definition, ...routine.settings].join("\n"));
  }
  for (const table of catalog.tables) {
    const object = qualified(table);
    comment(object, table);
    for (const column of table.columns) {
      comment(object, column, column.name);
      add("default", object, column.name, `the default of ${object}.${column.name}`, column.default === undefined ? undefined : `${column.name} default ${column.default}`);
      add("default", object, column.name, `the expression of ${object}.${column.name}`, column.generated?.expression);
    }
    for (const constraint of table.constraints) {
      comment(object, constraint, constraint.name);
      if (constraint.form === "check" || constraint.form === "exclusion") add("constraint", object, constraint.name, `the constraint ${constraint.name} of ${object}`, constraint.definition);
    }
    for (const index of table.indexes) {
      comment(object, index, index.name);
      if (index.predicate !== undefined || /[(']/.test(index.columns.join())) add("index", object, index.name, `the index ${index.name} of ${object}`, index.definition);
    }
    for (const trigger of table.triggers) {
      comment(object, trigger, trigger.name);
      add("trigger", object, trigger.name, `the trigger ${trigger.name} of ${object}`, trigger.definition);
    }
    for (const policy of table.policies) {
      comment(object, policy, policy.name);
      add("policy", object, policy.name, `the policy ${policy.name} of ${object}`, [policy.using, policy.check].filter((text) => text !== undefined).join("\n"));
    }
    add("object", object, "options", `the options of ${object}`, optionsText(table.options));
  }
  for (const view of catalog.views) {
    const object = qualified(view);
    comment(object, view);
    for (const column of view.columns) comment(object, column, column.name);
    add("view", object, undefined, `the query of the view ${object}`, view.query);
    for (const trigger of view.triggers) add("trigger", object, trigger.name, `the trigger ${trigger.name} of ${object}`, trigger.definition);
  }
  for (const { kind, name, definition, facts } of catalog.others) {
    const words = kind.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
    add("object", `${words} ${name}`, undefined, `the definition of the ${words} ${name}`, [definition, ...Object.values(facts)].filter((text) => text !== undefined).join("\n"));
  }
  return found;
}

function optionsText(options: Readonly<Record<string, string>>): string {
  return Object.entries(options).map(([name, value]) => `${name} ${value}`).join("\n");
}
