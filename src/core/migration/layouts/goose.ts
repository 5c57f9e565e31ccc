import { readVersion } from "../versions.ts";
import { someFile } from "./dbmate.ts";
import { inVersionOrder, stemOf, topFiles } from "./layout.ts";
import type { FoundMigration, Layout } from "./layout.ts";
import { blank, directives, section } from "./sections.ts";

const pattern = /^[ \t]*--[ \t]*\+goose[ \t]+(up|down|no[ \t]+transaction)\b(.*)$/gim;

/** One file with `-- +goose Up`, `-- +goose Down` and perhaps `-- +goose NO TRANSACTION` (goose). */
export const goose: Layout = {
  id: "goose",
  recognises: (listing) => someFile(listing, /^[ \t]*--[ \t]*\+goose[ \t]+up\b/im),
  async read(listing) {
    const found: FoundMigration[] = [];
    for (const file of topFiles(listing).filter((name) => /\.sql$/i.test(name))) {
      const text = await listing.text(file);
      const lines = directives(text, pattern);
      const up = lines.find((line) => line.word === "up");
      const down = lines.find((line) => line.word === "down");
      if (up === undefined) continue;
      const noTransaction = lines.some((line) => line.word.startsWith("no"));
      const stem = stemOf(file);
      found.push({
        ...(readVersion(stem) ?? { version: stem, name: stem }),
        up: section(file, text, up, down, noTransaction) ?? blank(file, text, up.end),
        down: section(file, text, down, up, noTransaction),
        repeatable: false,
      });
    }
    return inVersionOrder(found);
  },
};
