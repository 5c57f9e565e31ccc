import { numberedFiles } from "./numbered.ts";
import type { Layout } from "./layout.ts";

/** `supabase/migrations/<timestamp>_name.sql`; it has no down scripts of its own. */
export const supabase: Layout = {
  id: "supabase",
  recognises: (listing) => /(^|\/)supabase\/migrations$/.test(listing.folder) && listing.files.some((file) => /^\d+_[^/]*\.sql$/i.test(file)),
  read: numberedFiles,
};
