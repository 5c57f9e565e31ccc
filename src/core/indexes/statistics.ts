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
  /** The share of each of the commonest values, 0 to 1. */
  readonly common?: Readonly<Record<string, number>>;
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

/** 0 to 1: which part of the rows has this value; without a value, the part that a value has on average. */
export function shareOf(statistics: TableStatistics | undefined, column: string, value?: string): number {
  const common = statistics?.columns[column]?.common ?? {};
  const known = value === undefined ? undefined : common[value];
  if (known !== undefined) return known;
  const shares = Object.values(common);
  const left = Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0));
  return value === undefined || shares.length === 0 ? 1 / distinctOf(statistics, column) : left / Math.max(1, distinctOf(statistics, column) - shares.length);
}

/** How many different values a column has; where nobody knows, a tenth of the rows. */
export function distinctOf(statistics: TableStatistics | undefined, column: string): number {
  return statistics?.columns[column]?.distinct ?? Math.max(1, (statistics?.rows ?? 1000) / 10);
}
