import { readVersion } from "../versions.ts";
import { inVersionOrder, wholeFile } from "./layout.ts";
import type { FoundMigration, Layout, Listing } from "./layout.ts";

/** One folder per migration with `up.sql` and `down.sql` (diesel, Lemmy). A `metadata.toml` may switch its transaction off. */
export const folders: Layout = {
  id: "folders",
  recognises: (listing) => listing.files.some((file) => /^[^/]+\/up\.sql$/.test(file)),
  read: (listing) => readFolders(listing, "up.sql"),
};

/** Folders that hold one script `upName` each, and perhaps a `down.sql`. */
export async function readFolders(listing: Listing, upName: string): Promise<FoundMigration[]> {
  const all = new Set(listing.files);
  const names = listing.files.filter((file) => file.split("/").length === 2 && file.endsWith(`/${upName}`)).map((file) => file.slice(0, -upName.length - 1));
  return inVersionOrder(
    await Promise.all(
      names.map(async (name) => {
        const noTransaction = await withoutTransaction(listing, all, name);
        const down = all.has(`${name}/down.sql`) ? { ...(await wholeFile(listing, `${name}/down.sql`)), noTransaction } : null;
        return { ...(readVersion(name) ?? { version: name, name }), up: { ...(await wholeFile(listing, `${name}/${upName}`)), noTransaction }, down, repeatable: false };
      }),
    ),
  );
}

async function withoutTransaction(listing: Listing, all: ReadonlySet<string>, name: string): Promise<boolean> {
  const metadata = `${name}/metadata.toml`;
  return all.has(metadata) && /^\s*run_in_transaction\s*=\s*false\b/m.test(await listing.text(metadata));
}
