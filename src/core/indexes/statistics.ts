/** What the engine knows of a table without reading it whole; absent numbers are not known. */
export interface TableStatistics {
  readonly schema: string;
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
  readonly columns: Readonly<Record<string, ColumnStatistics>>;
  /** Rows written since `since`, where the engine counts. */
  readonly writes?: WriteCounts;
  readonly indexes: readonly IndexUsage[];
  /** When it was last analysed; null: never. Absent: the engine does not tell. */
  readonly analysed?: Date | null;
}

export interface ColumnStatistics {
  /** How many different values there are. */
  readonly distinct?: number;
  /** 0 to 1. */
  readonly nulls?: number;
  /** 0 to 1: the share of the commonest value. */
  readonly commonest?: number;
  /** Bytes. */
  readonly width?: number;
}

export interface WriteCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  /** Updates that touched no index (PostgreSQL's HOT). */
  readonly sparing?: number;
  readonly since?: Date;
}

export interface IndexUsage {
  readonly name: string;
  readonly bytes: number;
  /** How often it was searched since `since`. */
  readonly scans?: number;
  readonly since?: Date;
}

/** How many different values a column has; where nobody knows, a tenth of the rows. */
export function distinctOf(statistics: TableStatistics | undefined, column: string): number {
  return statistics?.columns[column]?.distinct ?? Math.max(1, (statistics?.rows ?? 1000) / 10);
}
