import { readVersion } from "../versions.ts";
import { inVersionOrder, stemOf, wholeFile } from "./layout.ts";
import type { FoundMigration, Layout, Listing } from "./layout.ts";

const downEnding = /\.(?:down|rollback|undo|revert)$|[_-](?:down|rollback|undo|revert)$/i;

/** Plain `NNN_name.sql`, or folders named by version that hold such files; `NNN_name.down.sql` and the like are down scripts. */
export const numbered: Layout = {
  id: "numbered",
  recognises: (listing) => candidates(listing).length > 0,
  read: numberedFiles,
};

/** Files that start with a number; without any, those in folders whose names are versions ("0.10/00__name.sql"). */
function candidates(listing: Listing): string[] {
  const scripts = listing.files.filter((file) => /\.sql$/i.test(file) && readVersion(stemOf(file)) !== null);
  const direct = scripts.filter((file) => !file.includes("/"));
  return direct.length > 0 ? direct : scripts.filter((file) => /^v?\d+(?:\.\d+)*\/[^/]+$/i.test(file));
}

export async function numberedFiles(listing: Listing): Promise<FoundMigration[]> {
  const files = candidates(listing);
  const stems = new Set(files.map(withoutExtension));
  const isDown = (file: string): boolean => /\.(?:down|rollback|undo|revert)\.sql$/i.test(file) || (downEnding.test(withoutExtension(file)) && stems.has(withoutExtension(file).replace(downEnding, "")));
  const downs = new Map(files.filter(isDown).map((file) => [withoutExtension(file).replace(downEnding, ""), file]));
  return inVersionOrder(
    await Promise.all(
      files
        .filter((file) => !isDown(file))
        .map(async (file) => {
          const own = readVersion(stemOf(file))!;
          const folder = file.includes("/") ? `${file.slice(0, file.lastIndexOf("/"))}/` : "";
          const down = downs.get(withoutExtension(file));
          return { version: `${folder}${own.version}`, name: own.name, up: await wholeFile(listing, file), down: down === undefined ? null : await wholeFile(listing, down), repeatable: false };
        }),
    ),
  );
}

function withoutExtension(file: string): string {
  return file.replace(/\.sql$/i, "");
}
