import { readVersion } from "../versions.ts";
import { inVersionOrder, stemOf, topFiles } from "./layout.ts";
import type { FoundMigration, Layout, Listing } from "./layout.ts";
import { blank, directives, section } from "./sections.ts";

const pattern = /^[ \t]*--[ \t]*migrate:(up|down)\b(.*)$/gm;

/** One file with `-- migrate:up` and `-- migrate:down`, each perhaps with `transaction:false` (dbmate). */
export const dbmate: Layout = {
  id: "dbmate",
  recognises: (listing) => someFile(listing, /^[ \t]*--[ \t]*migrate:up\b/m),
  async read(listing) {
    const found: FoundMigration[] = [];
    for (const file of topFiles(listing).filter((name) => /\.sql$/i.test(name))) {
      const text = await listing.text(file);
      const lines = directives(text, pattern);
      const up = lines.find((line) => line.word === "up");
      const down = lines.find((line) => line.word === "down");
      if (up === undefined) continue;
      const stem = stemOf(file);
      found.push({
        ...(readVersion(stem) ?? { version: stem, name: stem }),
        up: section(file, text, up, down, outside(up.rest)) ?? blank(file, text, up.end),
        down: section(file, text, down, up, outside(down?.rest ?? "")),
        repeatable: false,
      });
    }
    return inVersionOrder(found);
  },
};

function outside(options: string): boolean {
  return /\btransaction:false\b/.test(options);
}

/** Whether one of the first numbered scripts of the folder says it. */
export async function someFile(listing: Listing, pattern: RegExp): Promise<boolean> {
  const scripts = topFiles(listing).filter((name) => /\.sql$/i.test(name) && readVersion(stemOf(name)) !== null);
  for (const file of scripts.slice(0, 5)) {
    if (pattern.test(await listing.text(file).catch(() => ""))) return true;
  }
  return false;
}
