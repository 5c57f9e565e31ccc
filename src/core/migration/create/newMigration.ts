import type { LayoutId, Migration, MigrationFolder } from "../migration.ts";
import { downFileOf, downOfNeighbour, emptyModule, emptyScript } from "./downScript.ts";
import { nextVersion } from "./nextVersion.ts";

/** A file to be written; paths are relative to the workspace, with forward slashes. */
export interface NewFile {
  readonly file: string;
  readonly text: string;
}

/** What a new migration consists of; the first file is the one to write into. `append` is added to the end of a file that is there. */
export interface NewMigration {
  readonly files: readonly NewFile[];
  readonly append?: NewFile;
}

export interface Wish {
  /** What it does, in a person's words. */
  readonly title: string;
  readonly now: Date;
  /** The text of the newest migration's file: how its module exports is done again. */
  readonly sample: string;
  /** Who plans it, as sqitch's plan wants it: "name <address>". */
  readonly planner: string;
}

/** "Add total to orders" becomes "add_total_to_orders". */
export function slug(title: string): string {
  return title.normalize("NFKD").replace(/\p{Mark}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
}

/** The migration after a folder's newest one, as its layout and its neighbours have it: number or time, separators, sections, a down script where those have one. */
export function newMigration(folder: MigrationFolder, wish: Wish): NewMigration {
  if (folder.layout === "sqitch") return sqitchChange(folder, wish);
  const newest = newestOf(folder);
  const up = upFile(folder, newest, wish);
  switch (folder.layout) {
    case "dbmate":
      return { files: [{ file: up, text: "-- migrate:up\n\n\n-- migrate:down\n\n" }] };
    case "goose":
      return { files: [{ file: up, text: "-- +goose Up\n\n\n-- +goose Down\n\n" }] };
    case "migrateMongo":
      return { files: [{ file: up, text: emptyModule(up, wish.sample, wish.title) }] };
    case "upDown":
    case "folders":
      return { files: [script(up, wish.title), script(downFileOf(up), `undoes: ${wish.title}`)] };
    case "flyway":
    case "prisma":
    case "supabase":
    case "numbered": {
      const down = downOfNeighbour(folder, up);
      return { files: [script(up, wish.title), ...(down === null ? [] : [script(down, `undoes: ${wish.title}`)])] };
    }
  }
}

/** The first migration of a folder that has none; `ending` is what the connection asks for, ".js" what migrate-mongo's configuration does. */
export function firstMigration(folder: string, ending: ".sql" | ".json" | ".js", wish: Wish): NewMigration {
  const name = slug(wish.title);
  if (ending === ".js") {
    const file = `${folder}/${nextVersion("20000101000000", wish.now)}-${name}.js`;
    return { files: [{ file, text: emptyModule(file, wish.sample, wish.title) }] };
  }
  const up = `${folder}/001_${name}.up${ending}`;
  return { files: [script(up, wish.title), script(downFileOf(up), `undoes: ${wish.title}`)] };
}

function script(file: string, comment: string): NewFile {
  return { file, text: emptyScript(file, comment) };
}

/** The last one that a number or time stands before. */
export function newestOf(folder: MigrationFolder): Migration | undefined {
  return folder.migrations.findLast((migration) => !migration.repeatable && /^v?\d/i.test(migration.version)) ?? folder.migrations.at(-1);
}

const separators: Readonly<Partial<Record<LayoutId, string>>> = { flyway: "__", migrateMongo: "-" };

function upFile({ layout, folder }: MigrationFolder, newest: Migration | undefined, { title, now }: Wish): string {
  const steps = (newest?.up.file ?? "").split("/");
  const inner = layout === "folders" || layout === "prisma" ? `/${steps.pop() ?? ""}` : "";
  const name = steps.pop() ?? "";
  const head = layout === "flyway" ? "V" : "";
  const said = (newest?.version ?? "").split("/").at(-1) ?? "";
  const numbered = newest?.repeatable !== true && /^\d/.test(said);
  const written = numbered ? name.slice(head.length, head.length + said.length) : undefined;
  const ending = inner === "" ? (/(?:\.up)?\.(?:sql|json|[cm]?js)$/i.exec(name)?.[0] ?? ".sql") : "";
  const rest = name.slice(head.length + (written?.length ?? 0), name.length - ending.length);
  const separator = (written === undefined ? undefined : /^(?:__|[_\-. ])/.exec(rest)?.[0]) ?? separators[layout] ?? "_";
  const words = separator === "-" && !/_/.test(rest) ? slug(title).replaceAll("_", "-") : slug(title);
  const place = steps.length === 0 ? folder : steps.join("/");
  return `${place}/${head}${nextVersion(written, now)}${separator}${words}${ending}${inner}`;
}

function sqitchChange({ folder }: MigrationFolder, { title, now, planner }: Wish): NewMigration {
  const name = slug(title);
  const at = folder === "." ? "" : `${folder}/`;
  return {
    files: [script(`${at}deploy/${name}.sql`, title), script(`${at}revert/${name}.sql`, `undoes: ${title}`), script(`${at}verify/${name}.sql`, `verifies: ${title}`)],
    append: { file: `${at}sqitch.plan`, text: `${name} ${now.toISOString().replace(/\.\d+Z$/, "Z")} ${planner} # ${title}\n` },
  };
}
