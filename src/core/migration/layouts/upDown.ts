import { readVersion } from "../versions.ts";
import { inVersionOrder, topFiles, wholeFile } from "./layout.ts";
import type { Layout } from "./layout.ts";

/** `NNN_name.up.sql` beside `NNN_name.down.sql` (ours, golang-migrate). */
export const upDown: Layout = {
  id: "upDown",
  recognises: (listing) => topFiles(listing).some((file) => /.\.up\.sql$/i.test(file)),
  async read(listing) {
    const files = topFiles(listing);
    const byLowerCase = new Map(files.toReversed().map((file) => [file.toLowerCase(), file]));
    const ups = files.filter((file) => /.\.up\.sql$/i.test(file));
    return inVersionOrder(
      await Promise.all(
        ups.map(async (file) => {
          const stem = file.replace(/\.up\.sql$/i, "");
          const down = byLowerCase.get(`${stem}.down.sql`.toLowerCase());
          return {
            ...(readVersion(stem) ?? { version: stem, name: stem }),
            up: await wholeFile(listing, file),
            down: down === undefined ? null : await wholeFile(listing, down),
            repeatable: false,
          };
        }),
      ),
    );
  },
};
