import { readVersion } from "../versions.ts";
import { inVersionOrder, topFiles, wholeFile } from "./layout.ts";
import type { Layout } from "./layout.ts";

const up = /.\.up\.(sql|json)$/i;

/** `NNN_name.up.sql` beside `NNN_name.down.sql` (ours, golang-migrate); for MongoDB `.up.json` and `.down.json`, an array of commands each. */
export const upDown: Layout = {
  id: "upDown",
  recognises: (listing) => topFiles(listing).some((file) => up.test(file)),
  async read(listing) {
    const files = topFiles(listing);
    const byLowerCase = new Map(files.toReversed().map((file) => [file.toLowerCase(), file]));
    const ups = files.filter((file) => up.test(file));
    return inVersionOrder(
      await Promise.all(
        ups.map(async (file) => {
          const ending = up.exec(file)?.[1] ?? "sql";
          const stem = file.slice(0, -".up.".length - ending.length);
          const down = byLowerCase.get(`${stem}.down.${ending}`.toLowerCase());
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
