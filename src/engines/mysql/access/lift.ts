import type { AccessObject } from "../../../core/access/attempt.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import type { Session } from "../../engine.ts";
import type { Flavour } from "../flavourName.ts";
import { quoteName } from "../quote.ts";
import { predicateOf } from "./predicate.ts";
import { trialOf } from "./trial.ts";
import { userViewOf } from "./userView.ts";
import { replacing } from "./weakenings.ts";

/** Takes the condition and the check option of views away, and lets every account of the trial do everything with the objects; names what it did. */
export async function lift(session: Session, catalog: Catalog, objects: readonly AccessObject[], flavour: Flavour): Promise<string[]> {
  const { lifted } = trialOf(session);
  const done: string[] = [];
  const database = quoteName(session.facts.database);
  for (const { form, name, signature } of objects) {
    const view = catalog.views.find((one) => one.name === name);
    const predicate = view === undefined || userViewOf(view, catalog, flavour) === undefined ? undefined : predicateOf(view.query, flavour);
    if (view !== undefined && predicate !== undefined) {
      const { checkOption: _checked, ...options } = view.options;
      await session.run(replacing({ ...view, options, query: `${view.query.slice(0, predicate.start)}1 = 1${view.query.slice(predicate.end)}` }));
      done.push(`the condition and the check option of the view ${name} taken away`);
    }
    const kind = form === "routine" ? (/^procedure\b/.test(signature ?? "") || catalog.routines.some((one) => one.name === name && one.form === "procedure" && one.signature === signature) ? "PROCEDURE " : "FUNCTION ") : "";
    lifted.add(`${kind}${database}.${quoteName(name)}`);
    done.push(`${name} granted to everybody`);
  }
  return done;
}
