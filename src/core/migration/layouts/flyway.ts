import { inVersionOrder, stemOf, topFiles, wholeFile } from "./layout.ts";
import type { FoundMigration, Layout } from "./layout.ts";

const versioned = /^V(\d+(?:[._]\d+)*)__(.+)$/;
const undo = /^U(\d+(?:[._]\d+)*)__/;
const repeatable = /^R__(.+)$/;

/** `V1_2__name.sql`, `U1_2__name.sql`, `R__name.sql`, also in folders below (Flyway). Repeatable ones run last, by name. */
export const flyway: Layout = {
  id: "flyway",
  recognises: (listing) => topFiles(listing).some((file) => /\.sql$/i.test(file) && (versioned.test(stemOf(file)) || repeatable.test(stemOf(file)))),
  async read(listing) {
    const files = listing.files.filter((file) => /\.sql$/i.test(file));
    const undos = new Map(files.flatMap((file) => (undo.test(stemOf(file)) ? [[dotted(undo.exec(stemOf(file))![1]!), file] as const] : [])));
    const [numbered, again]: [FoundMigration[], FoundMigration[]] = [[], []];
    for (const file of files) {
      const [version, named] = [versioned.exec(stemOf(file)), repeatable.exec(stemOf(file))];
      if (version !== null) {
        const down = undos.get(dotted(version[1]!));
        numbered.push({
          version: dotted(version[1]!),
          name: version[2]!,
          up: await wholeFile(listing, file),
          down: down === undefined ? null : await wholeFile(listing, down),
          repeatable: false,
        });
      } else if (named !== null) {
        again.push({ version: `R__${named[1]!}`, name: named[1]!, up: await wholeFile(listing, file), down: null, repeatable: true });
      }
    }
    return [...inVersionOrder(numbered), ...again.sort((a, b) => (a.name < b.name ? -1 : 1))];
  },
};

function dotted(version: string): string {
  return version.replaceAll("_", ".");
}
