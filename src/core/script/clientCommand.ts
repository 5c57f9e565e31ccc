/** A command of the engine's own client program that stands between the statements of a script; offsets in UTF-16 units into the script. */
export interface ClientCommand {
  /** "psql" */
  readonly client: string;
  /** "\\connect" */
  readonly written: string;
  readonly start: number;
  readonly end: number;
  /** True where leaving it out changes neither what runs nor where. */
  readonly harmless: boolean;
}
