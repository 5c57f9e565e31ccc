/** A database with something to see in it, and the migrations of a workspace for it. */
export interface PictureStore {
  /** Text by file name. */
  readonly migrations: Readonly<Record<string, string>>;
  /** As the setting `dataEngineer.connections` has it. */
  readonly profile: Readonly<Record<string, unknown>>;
  /** What the editor's process must know for it. */
  readonly env: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}
