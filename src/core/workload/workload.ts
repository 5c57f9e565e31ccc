/** What a server counted about the work that it does, and what it does now. Times are milliseconds, sizes bytes, moments ISO 8601. */
export interface Workload {
  /** Since when statements are counted, and since when tables and indexes are; absent where the server does not say. */
  readonly statementsSince?: string;
  readonly countersSince?: string;
  /** Ranked by total time, the most first. */
  readonly statements: readonly HotStatement[];
  /** Of all counted statements, also those that are not listed. */
  readonly totals: { readonly ms?: number; readonly calls?: number };
  readonly tables: readonly TableWork[];
  readonly indexes: readonly IndexWork[];
  readonly running: readonly Running[];
  readonly waits: readonly Wait[];
  /** Of the server or the whole database: "cache hit", "connections", "oldest transaction". */
  readonly facts: readonly WorkloadFact[];
  /** What could not be seen here. */
  readonly unseen: readonly Unseen[];
}

export interface HotStatement {
  /** The server's own: queryid, digest, queryHash. */
  readonly id: string;
  /** Without values, as the server keeps it. */
  readonly text: string;
  readonly calls: number;
  readonly totalMs: number;
  readonly meanMs: number;
  readonly maxMs?: number;
  /** 0 to 1: of the total time of all counted statements. */
  readonly share: number;
  /** Rows or documents returned or changed. */
  readonly rows?: number;
  /** Rows, or keys and documents, read for them. */
  readonly examined?: number;
  /** 0 to 1: of the blocks that were in memory. */
  readonly cacheHit?: number;
  readonly readBytes?: number;
  readonly tempBytes?: number;
  /** What the server noted besides: "full scan", "sort on disk", "errors: 3". */
  readonly notes: readonly string[];
  /** Of several databases; absent: this one. */
  readonly database?: string;
}

export interface TableWork {
  readonly schema: string;
  readonly table: string;
  readonly rows?: number;
  readonly bytes?: number;
  readonly indexBytes?: number;
  /** How often it was read whole, and how many rows that read. */
  readonly fullScans?: number;
  readonly fullScanRows?: number;
  readonly indexScans?: number;
  /** Rows that its indexes found. */
  readonly indexRows?: number;
  readonly inserts?: number;
  readonly updates?: number;
  /** Updates that touched no index. */
  readonly hotUpdates?: number;
  readonly deletes?: number;
  readonly deadRows?: number;
  readonly changedSinceAnalyse?: number;
  readonly lastVacuum?: string;
  readonly lastAnalyse?: string;
  readonly cacheHit?: number;
  /** Space that holds nothing, as estimated; `bloatHow` says by what. */
  readonly bloatBytes?: number;
  readonly bloatHow?: string;
  /** 0 to 1: how far it is to the point where the server stops to protect itself from reusing transaction ids. */
  readonly wraparound?: number;
}

export interface IndexWork {
  readonly schema: string;
  readonly table: string;
  readonly index: string;
  readonly bytes?: number;
  /** How often it was used since the counters began. */
  readonly scans?: number;
  readonly rowsRead?: number;
  readonly lastUsed?: string;
}

export interface Running {
  readonly id: string;
  readonly user?: string;
  readonly state: string;
  readonly text?: string;
  readonly ms?: number;
  readonly transactionMs?: number;
  readonly waitsFor?: string;
}

/** Who waits for whom now. */
export interface Wait {
  readonly waiting: string;
  readonly blockedBy: string;
  readonly object?: string;
  readonly mode?: string;
  readonly ms?: number;
  readonly waitingText?: string;
  readonly blockingText?: string;
  /** What ends the one in the way. */
  readonly toEnd?: string;
}

export interface WorkloadFact {
  readonly name: string;
  readonly value: string;
  /** What is wrong with it, where something is, and what to do. */
  readonly concern?: string;
  readonly next?: string;
}

/** What could not be seen, why, and what gives it. */
export interface Unseen {
  readonly what: string;
  readonly why: string;
  /** Statements or settings that would show it, for whoever may run them. */
  readonly run?: readonly string[];
}
