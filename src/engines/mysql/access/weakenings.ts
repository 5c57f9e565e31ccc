import type { AccessObject } from "../../../core/access/attempt.ts";
import type { Weakening } from "../../../core/access/weakening.ts";
import type { Catalog, ViewObject } from "../../../core/catalog/catalog.ts";
import type { Flavour } from "../flavourName.ts";
import { renderView } from "../render/view.ts";
import { predicateOf } from "./predicate.ts";
import { userViews } from "./userView.ts";

/** Every view of own rows, on or before these objects, with one conjunct of its condition replaced by one that is always true, and without its check option. */
export function weakenings(catalog: Catalog, objects: readonly AccessObject[], flavour: Flavour): Weakening[] {
  const wanted = new Set(objects.map(({ name }) => name));
  return userViews(catalog, flavour).filter(({ view, base }) => wanted.has(view.name) || wanted.has(base.name)).flatMap(({ view }) => ofView(view, flavour));
}

function ofView(view: ViewObject, flavour: Flavour): Weakening[] {
  const { checkOption, ...unchecked } = view.options;
  const of = `${view.name}: view`;
  const conjuncts = predicateOf(view.query, flavour)?.conjuncts ?? [];
  return [
    ...conjuncts.map(({ text, tokens }): Weakening => {
      const start = tokens[0]?.start ?? 0;
      return { of, part: text, statements: [replacing({ ...view, query: `${view.query.slice(0, start)}1 = 1${view.query.slice(start + text.length)}` })] };
    }),
    ...(checkOption === undefined ? [] : [{ of, part: `WITH ${checkOption} CHECK OPTION`, statements: [replacing({ ...view, options: unchecked })] }]),
  ];
}

/** Grants on a view stay when it is replaced. */
export function replacing(view: ViewObject): string {
  return renderView(view).replace(/^CREATE /, "CREATE OR REPLACE ");
}
