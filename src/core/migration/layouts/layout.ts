import { versionOrder } from "../versions.ts";
import type { LayoutId } from "../migration.ts";

/** What a folder holds, as far as a layout must see. Paths are relative to the folder, with forward slashes. */
export interface Listing {
  /** As reports show it. */
  readonly folder: string;
  /** Files of the folder and of two levels below, sorted. */
  readonly files: readonly string[];
  /** The text of one of `files`; "" where it holds only blanks. Throws FileError (binary, encoding, unreadable). */
  text(path: string): Promise<string>;
}

/** A script of a migration; offsets in UTF-16 units into the file's text. */
export interface FoundScript {
  readonly path: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly noTransaction: boolean;
  readonly module?: "up" | "down";
}

export interface FoundMigration {
  readonly version: string;
  readonly name: string;
  readonly up: FoundScript;
  readonly down: FoundScript | null;
  readonly repeatable: boolean;
}

/** One way of laying out migrations. */
export interface Layout {
  readonly id: LayoutId;
  recognises(listing: Listing): boolean | Promise<boolean>;
  /** In the order in which they run. */
  read(listing: Listing): Promise<readonly FoundMigration[]>;
}

/** A whole file as a script. */
export async function wholeFile(listing: Listing, path: string): Promise<FoundScript> {
  const text = await listing.text(path);
  return { path, text, start: 0, end: text.length, noTransaction: false };
}

export function inVersionOrder(found: readonly FoundMigration[]): FoundMigration[] {
  const order = versionOrder(found.map((one) => one.version));
  return [...found].sort((a, b) => order(a.version, b.version) || (a.name < b.name ? -1 : 1));
}

/** The files directly in the folder. */
export function topFiles(listing: Listing): string[] {
  return listing.files.filter((file) => !file.includes("/"));
}

export function stemOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.(?:sql|json|[cm]?js)$/i, "");
}
