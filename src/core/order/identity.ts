import type { Live } from "./live.ts";
import type { Mention } from "./mentions.ts";

/** One object by its name, however statements write it, with what a run knows of it: looked up once per reference, so that nothing else needs a map. */
export class Identity {
  /** Objects of one space cannot share a name. */
  readonly space: string;
  /** "" is the default schema. */
  readonly schema: string;
  /** "" where it lives under no table. */
  readonly table: string;
  readonly name: string;
  /** What has the name now. */
  live: Live | undefined;
  /** Position of the statement that dropped it, where it is gone now. */
  goneAt: number | undefined;
  /** Where it is made and dropped in all scripts, in their order. */
  mentions: Mention[] | undefined;

  constructor(space: string, schema: string, table: string, name: string) {
    this.space = space;
    this.schema = schema;
    this.table = table;
    this.name = name;
    this.live = undefined;
    this.goneAt = undefined;
    this.mentions = undefined;
  }
}
