import type { Migration, MigrationFolder } from "../migration.ts";

/** Where a migration's way back is to be written: a file of its own, or behind what its file holds already. */
export type NewDown = { readonly file: string; readonly text: string } | { readonly appendTo: string; readonly text: string };

/** An empty way back for a migration without one, as its layout has it. `text` is what its file holds. */
export function newDown(folder: MigrationFolder, migration: Migration, text: string): NewDown {
  const { file } = migration.up;
  switch (folder.layout) {
    case "dbmate":
      return { appendTo: file, text: "\n-- migrate:down\n" };
    case "goose":
      return { appendTo: file, text: "\n-- +goose Down\n" };
    case "migrateMongo":
      return { appendTo: file, text: isEcmaModule(file, text) ? "\nexport const down = async (db, client) => {\n};\n" : "\nmodule.exports.down = async (db, client) => {\n};\n" };
    default: {
      const down = folder.layout === "sqitch" ? file.replace(/(^|\/)deploy\/([^/]+)$/, "$1revert/$2") : (downOfNeighbour(folder, file) ?? downFileOf(file));
      return { file: down, text: emptyScript(down, `undoes ${file.slice(file.lastIndexOf("/") + 1)}`) };
    }
  }
}

/** Where the down script of an up script belongs: `.up.sql` has `.down.sql` (`.json` likewise), `up.sql` and Prisma's `migration.sql` have `down.sql`, Flyway's `V` has `U`. */
export function downFileOf(up: string): string {
  const slash = up.lastIndexOf("/") + 1;
  const name = up.slice(slash);
  const down = /^(?:up|migration)\.sql$/i.test(name) ? "down.sql" : /\.up\.(?:sql|json)$/i.test(name) ? name.replace(/\.up(\.[a-z]+)$/i, ".down$1") : /^V\d.*__/.test(name) ? `U${name.slice(1)}` : name.replace(/\.sql$/i, ".down.sql");
  return up.slice(0, slash) + down;
}

/** As `downFileOf`, with the neighbours' own ending ("004_x_rollback.sql"); null where none of them has a down script. */
export function downOfNeighbour(folder: MigrationFolder, up: string): string | null {
  const neighbour = folder.migrations.findLast(({ down }) => down !== null);
  if (neighbour === undefined) return null;
  const stem = neighbour.up.file.replace(/\.sql$/i, "");
  const ending = neighbour.down?.file.startsWith(stem) === true ? neighbour.down.file.slice(stem.length) : "";
  return /^[._-]/.test(ending) ? up.replace(/\.sql$/i, ending) : downFileOf(up);
}

/** What a new script holds: a comment that says what for, or, for MongoDB, an empty list of commands. */
export function emptyScript(file: string, comment: string): string {
  return file.endsWith(".json") ? "[\n]\n" : `-- ${comment}\n`;
}

/** A module for migrate-mongo with both its functions, exporting as `sample` does. */
export function emptyModule(file: string, sample: string, comment: string): string {
  if (isEcmaModule(file, sample)) return `// ${comment}\nexport const up = async (db, client) => {\n};\n\nexport const down = async (db, client) => {\n};\n`;
  return `// ${comment}\nmodule.exports = {\n  async up(db, client) {\n  },\n\n  async down(db, client) {\n  },\n};\n`;
}

function isEcmaModule(file: string, text: string): boolean {
  return /\.mjs$/i.test(file) || (!/\.cjs$/i.test(file) && /^\s*export\s/m.test(text));
}
