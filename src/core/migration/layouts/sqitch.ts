import { wholeFile } from "./layout.ts";
import type { FoundMigration, Layout } from "./layout.ts";

/** `sqitch.plan` with `deploy/`, `revert/` and `verify/`; the plan's order is the order. A reworked change's older form is `name@tag`. */
export const sqitch: Layout = {
  id: "sqitch",
  recognises: (listing) => listing.files.includes("sqitch.plan"),
  async read(listing) {
    const found: FoundMigration[] = [];
    for (const version of plannedChanges(await listing.text("sqitch.plan"))) {
      const [up, down] = [`deploy/${version}.sql`, `revert/${version}.sql`];
      found.push({
        version,
        name: version,
        up: await wholeFile(listing, up),
        down: listing.files.includes(down) ? await wholeFile(listing, down) : null,
        repeatable: false,
      });
    }
    return found;
  },
};

/** The changes of a plan in order; one that is changed again later stands as `name@tag`, with the tag that follows it. */
export function plannedChanges(plan: string): string[] {
  const lines = plan.split(/\r?\n/).map((line) => line.replace(/#.*$/, "").trim()).filter((line) => line !== "" && !line.startsWith("%"));
  const nameOf = (line: string): string => line.split(/\s/, 1)[0]!.replace(/^\+/, "");
  return lines.flatMap((line, at) => {
    if (line.startsWith("@") || line.startsWith("-")) return [];
    const name = nameOf(line);
    const later = lines.findIndex((other, index) => index > at && !other.startsWith("@") && nameOf(other) === name);
    if (later === -1) return [name];
    const tag = lines.slice(at + 1, later).find((other) => other.startsWith("@"));
    return [tag === undefined ? name : `${name}${nameOf(tag)}`];
  });
}
