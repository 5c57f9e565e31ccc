import { readFolders } from "./folders.ts";
import type { Layout } from "./layout.ts";

/** One folder per migration with `migration.sql` (Prisma); a `down.sql` beside it is its down script. */
export const prisma: Layout = {
  id: "prisma",
  recognises: (listing) => listing.files.some((file) => /^[^/]+\/migration\.sql$/.test(file)),
  read: (listing) => readFolders(listing, "migration.sql"),
};
