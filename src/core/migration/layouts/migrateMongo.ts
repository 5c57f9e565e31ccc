import { readVersion } from "../versions.ts";
import { inVersionOrder, stemOf, topFiles } from "./layout.ts";
import type { FoundMigration, FoundScript, Layout, Listing } from "./layout.ts";
import { moduleExports } from "./moduleExports.ts";

/** Modules named by time or number, `20240131120000-name.js`, that export `up(db, client)` and mostly `down(db, client)` (migrate-mongo). */
export const migrateMongo: Layout = {
  id: "migrateMongo",
  async recognises(listing) {
    for (const file of modules(listing).slice(0, 5)) {
      const { up } = moduleExports(await listing.text(file).catch(() => ""));
      if (up !== undefined && takesDatabase.test(up.parameter)) return true;
    }
    return false;
  },
  async read(listing) {
    const found: FoundMigration[] = [];
    for (const file of modules(listing)) {
      const text = await listing.text(file);
      const { up, down } = moduleExports(text);
      if (up === undefined) continue;
      const side = (module: "up" | "down"): FoundScript => ({ path: file, text, start: 0, end: text.length, noTransaction: true, module });
      const stem = stemOf(file);
      found.push({ ...(readVersion(stem) ?? { version: stem, name: stem }), up: side("up"), down: down === undefined ? null : side("down"), repeatable: false });
    }
    return inVersionOrder(found);
  },
};

/** Knex, Sequelize, TypeORM and node-pg-migrate name their files alike, and call what they give otherwise. */
const takesDatabase = /^_?(?:db|database|mongo\w*)$/i;

function modules(listing: Listing): string[] {
  return topFiles(listing).filter((file) => /^\d+[-_].*\.[cm]?js$/i.test(file));
}
