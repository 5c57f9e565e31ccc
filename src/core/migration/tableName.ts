/** A table, view or collection; `schema` is "" where the engine has none. */
export interface TableName {
  readonly schema: string;
  readonly name: string;
}
