import type { EngineId } from "../core/engineId.ts";

export type Effect = "read" | "writesFiles" | "writesDatabase" | "destroys";
export type Need = "trust" | "connection" | "workspace";
export type Face = "palette" | "lens" | "tree" | "console" | "chat" | "cli";
export type CommandGroup = "agent" | "migration" | "data" | "design" | "security" | "performance" | "operations";

export interface CommandArgument {
  readonly name: string;
  readonly summary: string;
  readonly required: boolean;
  /** Asked for where the argument before it is this, since the command needs it then. */
  readonly requiredAfter?: string;
  /** What a face may offer instead of a free text. */
  readonly offers?: "migration" | "sqlFile" | "file" | "snapshot" | "snapshotOrFile" | "table" | "checklist" | "sql";
  readonly choices?: readonly string[];
  /** What each choice means, by choice; for faces that offer them. */
  readonly meanings?: Readonly<Record<string, string>>;
  /** Takes all remaining words of the line. */
  readonly rest?: boolean;
}

export interface CommandFlag {
  readonly name: string;
  readonly value?: string;
  readonly summary: string;
  /** What a face may offer instead of a free text. */
  readonly offers?: CommandArgument["offers"];
}

/** All that is said about a command; manifest, help, documentation and faces derive from it. */
export interface CommandEntry {
  /** As the agent card writes it, without the asterisk. */
  readonly name: string;
  /** `dataEngineer.<camelName>` */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly group: CommandGroup;
  readonly args: readonly CommandArgument[];
  readonly flags: readonly CommandFlag[];
  /** It needs exactly one of these flags, where it has no argument that says what it is about. */
  readonly oneOf?: readonly string[];
  readonly effect: Effect;
  readonly needs: readonly Need[];
  /** It asks on its way, so that it needs a face in which one can answer; or it does where this is its first argument. */
  readonly guided?: true | string;
  /** Runs in explore mode although it could write: its connection is read-only then, and what writes is refused by the server. */
  readonly readOnlyInExplore?: true;
  readonly engines: readonly EngineId[] | "any";
  /** What to do on an engine that it does not work on; absent: to use one that it works on. */
  readonly instead?: Readonly<Partial<Record<EngineId, string>>>;
  readonly faces: readonly Face[];
  /** False until the command has a handler; it then answers "not built yet". */
  readonly built: boolean;
  /** What `data` of its JSON report holds, key by key. */
  readonly data: Readonly<Record<string, string>>;
}

const everywhere: readonly Face[] = ["palette", "console", "chat", "cli"];
const onFiles: readonly Face[] = ["palette", "lens", "tree", "console", "chat", "cli"];
const all: readonly EngineId[] = ["postgresql", "mysql", "sqlite", "mongodb"];

const path = (summary: string, required = true): CommandArgument => ({ name: "path", summary, required, offers: "migration" });

const entry = (fields: Omit<CommandEntry, "id" | "built" | "flags" | "faces" | "engines" | "needs" | "data" | "args"> & Partial<CommandEntry>): CommandEntry => ({
  id: `dataEngineer.${fields.name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}`,
  args: [],
  flags: [],
  faces: everywhere,
  engines: "any",
  needs: [],
  built: true,
  data: {},
  ...fields,
});

const later = { built: false } as const;

/** Whether a run asks on its way. */
export function isGuided(entry: CommandEntry, words: readonly string[]): boolean {
  return entry.built && (entry.guided === true || (entry.guided !== undefined && words[0] === entry.guided));
}

/** What policies are designed from, where the database leaves it open. */
const designFlags: readonly CommandFlag[] = [
  { name: "owner", value: "COLUMN", summary: "The column that says whose a row is" },
  { name: "tenant", value: "COLUMN", summary: "The column that says which tenant's" },
  { name: "members", value: "TABLE", summary: "The table that says who belongs to which tenant" },
  { name: "as", value: "claims|setting|role", summary: "How the application says who asks; without, found from what the database holds" },
  { name: "for", value: "ROLE", summary: "The role or account of the application; on MongoDB the tenants that get a view, separated by commas; without, those that are there now" },
  { name: "rbac", summary: "Granular, PostgreSQL: ask roles for their permissions too; without, where an authorize function or a table of permissions tells of this table" },
  { name: "aal2", summary: "PostgreSQL with tokens: only who signed in with a second factor may write" },
];

const instead: CommandEntry["instead"] = {
  sqlite: "SQLite knows no accounts: protect the file with the rights of the file system, give each user a file of his own, or check who asks in the application.",
};

/** The 28 commands of the agent in the order of its card. */
export const commands: readonly CommandEntry[] = [
  entry({ name: "help", title: "Show Help", summary: "Show all available commands with descriptions", group: "agent", effect: "read", args: [{ name: "command", summary: "One command to explain", required: false }], data: { commands: "Every command: name, summary, arguments, effect, whether it is built." } }),
  entry({ name: "guide", title: "Show Guide", summary: "Show comprehensive usage guide for this agent", group: "agent", effect: "read", data: { sections: "Each section: title, text." } }),
  entry({ name: "yolo", title: "Cycle Permission Mode", summary: "Toggle permission mode (cycle: ask > auto > explore)", group: "agent", effect: "read", data: { mode: "The mode from now on.", previous: "The mode before." } }),
  entry({ name: "exit", title: "Exit Data Engineer Mode", summary: "Exit data-engineer mode", group: "agent", effect: "read", data: { ended: "True.", ran: "How many commands the session ran.", filesWritten: "What they wrote." } }),
  entry({ name: "doc-out", title: "Output Complete Document", summary: "Output complete document", group: "agent", effect: "writesFiles", args: [{ name: "path", summary: "Where to write it; without, it is shown", required: false, offers: "file" }], data: { document: "The Markdown document." } }),
  entry({ name: "execute-checklist", title: "Run a Checklist", summary: "Run a DBA checklist (predeploy, rollback, design)", group: "operations", effect: "read", needs: ["trust"], args: [{ name: "checklist", summary: "Which one", required: true, offers: "checklist", choices: ["predeploy", "rollback", "design"] }], ...later }),
  entry({ name: "create-schema", title: "Create Schema", summary: "Design database schema for a feature or domain", group: "design", effect: "writesFiles", needs: ["trust", "workspace"], ...later }),
  entry({
    name: "create-rls-policies", title: "Create RLS Policies", summary: "Design Row Level Security policies", group: "security", effect: "writesFiles", needs: ["trust", "connection", "workspace"], engines: ["postgresql", "mysql", "mongodb"],
    flags: [
      { name: "tables", value: "TABLES", summary: "Only these, separated by commas; without, all that hold somebody's rows and are not protected" },
      { name: "granular", summary: "One policy for each command, by role, instead of one for the owner" },
      ...designFlags,
    ],
    instead,
    data: {
      tables: "Each table that the migration protects: table, and what policy-apply tells of one: reasons, statements, apart, undo, warnings, lockedOut, matrix, costs, undoVerified, proven.",
      undecided: "Each table that was left as it is: table, why, next.",
      migrations: "The dry-run of what was written, as in dry-run.",
    },
  }),
  entry({ name: "create-migration-plan", title: "Create Migration Plan", summary: "Create migration strategy with phases and rollback", group: "migration", effect: "writesFiles", needs: ["trust", "workspace"], ...later }),
  entry({
    name: "design-indexes", title: "Design Indexes", summary: "Design indexing strategy based on query patterns", group: "performance", effect: "writesFiles", needs: ["trust", "connection"], engines: all,
    oneOf: ["query", "workload", "hotpaths"],
    flags: [
      { name: "query", value: "SQL", summary: "The query, or a file with it", offers: "sql" },
      { name: "workload", value: "FILE", summary: "A file of statements instead; -- calls: 500 before one says how often it runs", offers: "file" },
      { name: "hotpaths", summary: "What the server counted instead" },
      { name: "top", value: "N", summary: "With --hotpaths: how many statements, 20 unless told" },
      { name: "build", summary: "Make the indexes on a disposable copy and execute the statements, also where the planner could be asked alone" },
      { name: "on-target", summary: "Make them on the target itself, in a transaction that is rolled back; that is asked first" },
      { name: "most", value: "N", summary: "At most so many indexes, 8 unless told" },
      { name: "user", value: "ID", summary: "As this user would have the statements planned, under the policies" },
      { name: "db-role", value: "ROLE", summary: "The role that the application uses" },
      { name: "migration", summary: "Write the set as migrations and their ways back, dry-run" },
    ],
    data: {
      from: "Where the statements come from.",
      proof: "form (hypothetical, shadow, copy, transaction), place in words, unit of all costs, executed, notes on what is not as on the target.",
      queries: "Each: id, sql as it was measured, calls, behind (why the server runs it because of another, or null), before and after (cost, with the whole set), ratio, msBefore and msAfter (null where nothing was executed), uses.",
      indexes: "The set: name, schema, table, definition, columns, create and drop, online (the same without stopping writers, or null), bytes, bytesEstimated, rowsToFollow (rows of the workload's writes), helps (query, before, after), replaces.",
      redundant: "Indexes that are there and no longer needed: schema, table, index, by (null: nothing searches it), why, bytes.",
      candidates: "tried (how many), refused (index, why), existing (index, by: the one that does the same already), small (tables that are read in a handful of blocks).",
      stopped: "Why no further index was taken.",
      unread: "What nothing could be proven of: query, why.",
      migrations: "With --migration: their dry-runs, as in dry-run.", rollbackVerified: "With --migration: whether the ways back restore what was there; null where the layout has no place for one.",
    },
  }),
  entry({ name: "model-domain", title: "Model Domain", summary: "Conduct interactive domain modeling session", group: "design", effect: "writesFiles", needs: ["trust", "workspace"], ...later }),
  entry({ name: "env-check", title: "Check Environment", summary: "Validate database environment variables and connectivity", group: "operations", effect: "read", needs: ["trust"], data: { checks: "Each check: key, name, status (passed, warning, failed, skipped), detail, next.", server: "engine, version, versionNumber, database, user, superuser, readOnly, tls, settings; null where no connection could be had." } }),
  entry({ name: "bootstrap", title: "Bootstrap Project", summary: "Scaffold database project structure", group: "design", effect: "writesFiles", needs: ["trust", "workspace"], ...later }),
  entry({
    name: "apply-migration", title: "Apply Migration", summary: "Run migration with automatic safety snapshot", group: "migration", effect: "writesDatabase", needs: ["trust", "connection"], faces: onFiles, engines: all,
    args: [path("A migration file, or a folder whose pending migrations are applied")],
    flags: [
      { name: "to", value: "VERSION", summary: "Apply pending migrations up to and with this version" },
      { name: "resume", value: "finish|undo|leave", summary: "What to do with a migration that was interrupted" },
      { name: "out-of-order", summary: "Also apply pending migrations older than the newest applied one" },
      { name: "without-proof", summary: "Apply although it was not dry-run, or the dry-run failed" },
    ],
    data: { migrations: "As in dry-run.", snapshot: "Id of the safety snapshot before the first.", snapshots: "Ids of all that were taken: one before each migration that destroys or cannot run in one transaction.", rowsKept: "Rows kept per table.", verified: "Whether the engine finds no damage afterwards." },
  }),
  entry({
    name: "dry-run", title: "Dry-Run Migration", summary: "Test migration without committing changes", group: "migration", effect: "read", needs: ["trust", "connection"], faces: onFiles, engines: all,
    args: [path("A migration file, or a folder whose pending migrations are tried in their order")],
    flags: [{ name: "to", value: "VERSION", summary: "Stop after this version" }, { name: "all", summary: "Also what is applied already, from an empty shadow" }],
    data: { migrations: "Each: version, file, status, statements, rollback, proof." },
  }),
  entry({ name: "seed", title: "Apply Seed Data", summary: "Apply seed data safely (idempotent)", group: "data", effect: "writesDatabase", needs: ["trust", "connection"], args: [path("A seed file or folder")], ...later }),
  entry({
    name: "snapshot", title: "Take Snapshot", summary: "Create labeled schema snapshot for rollback", group: "migration", effect: "writesFiles", needs: ["trust", "connection", "workspace"], faces: onFiles, engines: all,
    args: [{ name: "label", summary: "Letters, digits, dot, dash and underscore", required: true }],
    flags: [{ name: "rows", value: "TABLES", summary: "Also keep all rows of these tables (documents of these collections), separated by commas" }],
    data: { id: "The snapshot's folder name.", fingerprint: "64 hexadecimal digits.", path: "Its folder.", rowsKept: "Rows kept per table." },
  }),
  entry({
    name: "rollback", title: "Roll Back", summary: "Restore a snapshot or run a rollback script", group: "migration", effect: "destroys", needs: ["trust", "connection"], faces: onFiles, engines: all,
    args: [{ name: "snapshot-or-file", summary: "A snapshot's id, label or folder, or a rollback script", required: true, offers: "snapshotOrFile" }],
    flags: [{ name: "preview", summary: "Only show what it would do, tried in a transaction that is rolled back" }],
    data: { plan: "The statements and the objects each brings back.", losses: "What is there now and goes: object, how, rows, impact.", rowsRestored: "Rows per table.", rowsFrom: "Each load: table, rows, and the snapshot that had them.", fingerprint: "Of the schema afterwards.", snapshot: "Id of the snapshot taken before.", undone: "Versions that are on record as rolled back.", redone: "Versions that are on record as applied again.", differences: "What was different from the snapshot.", verified: "Whether the schema is what it was; null where nothing says what that is." },
  }),
  entry({
    name: "smoke-test", title: "Run Smoke Test", summary: "Run comprehensive database health and integrity tests", group: "operations", effect: "read", needs: ["trust", "connection"], faces: onFiles, engines: all,
    args: [{ name: "version", summary: "The version that should be the newest applied one", required: false }],
    data: { checks: "Each check: name, status, detail.", rows: "Rows per table." },
  }),
  entry({
    name: "security-audit", title: "Run Security Audit", summary: "Database security audit (scope: rls, schema, or full)", group: "security", effect: "read", needs: ["trust", "connection"], engines: all,
    args: [{ name: "scope", summary: "What to audit", required: true, choices: ["rls", "schema", "full"], meanings: { rls: "Who reaches which rows", schema: "Keys, indexes, types and constraints", full: "Both, with accounts, the server and exposed credentials" } }],
    flags: [
      { name: "witness", summary: "Try every finding and every fix, not only the worst" },
      { name: "no-witness", summary: "Only read, in a transaction that cannot write; no fix is offered then" },
      { name: "dismiss", value: "KEY", summary: "Accept the finding with this key; needs a reason" },
      { name: "reason", value: "TEXT", summary: "Why it is accepted" },
      { name: "until", value: "DATE", summary: "When it is told again, 2027-06-30" },
      { name: "undismiss", value: "KEY", summary: "Take the dismissal of the finding with this key back" },
      { name: "baseline", summary: "Take what is found now as known; later runs tell what is new" },
    ],
    data: {
      scope: "rls, schema or full.",
      counts: "Open findings: error, warning, info.",
      rules: "What was looked for, by id: id, title, why, scope, found. A finding's key is its rule's id, its object, and the part of it (policy, column, index, role) where there is one, separated by blanks: \"rls/always-true public.orders orders_read\". It does not change when messages are written better; --dismiss takes it, and SARIF has it as partialFingerprints.dataEngineer/v1.",
      unseen: "What could not be looked at, and what to do to have it.",
      dismissed: "Found and accepted: key, rule, severity, object, message, reason, until (null: for good), at, evidence (what was read).",
      expired: "Dismissals that are over: key, reason, until.",
      baseline: "at, and keys that are known, new and gone; null where none was drawn.",
      trend: "since (null: the first audit of this database and scope), keys that are new and fixed since then, runs: at and counts, oldest first.",
      witness: "run, place, why nothing was tried, effects (what such a run does), tried, notTried; keys of findings whose attack went through or was denied, or that broke what people are meant to do (broken), and whose fix is proven; notOffered: key, fix, why; problems.",
    },
  }),
  entry({
    name: "analyze-performance", title: "Analyze Performance", summary: "Query performance analysis (type: query, hotpaths, or interactive)", group: "performance", effect: "read", engines: all, guided: "interactive",
    args: [
      { name: "type", summary: "What to analyse", required: true, choices: ["query", "hotpaths", "interactive"], meanings: { query: "the plan of one query and what is to be seen in it", hotpaths: "where the server spends its time, and why", interactive: "one query step by step: run, look, try an index, compare" } },
      { name: "query", summary: "The query, a file with it, or the text of a plan", required: false, requiredAfter: "query", rest: true, offers: "sql" },
    ],
    flags: [
      { name: "plan", value: "FILE", summary: "Read this plan instead of asking a server" },
      { name: "compare", value: "FILE", summary: "Compare with the plan in this file" },
      { name: "analyze", summary: "Execute the query and measure; what it changes is rolled back, and that is asked first" },
      { name: "user", value: "ID", summary: "The plan as this user would have it, under the policies" },
      { name: "compare-user", value: "ID", summary: "With --user: compare with this user's plan" },
      { name: "db-role", value: "ROLE", summary: "With --user: the role that the application uses" },
      { name: "top", value: "N", summary: "With hotpaths: how many statements, 20 unless told" },
      { name: "workload", value: "FILE", summary: "With hotpaths: the project's statements instead of what the server counted; SQLite counts none, and MongoDB only with its profiler on" },
    ],
    data: {
      plan: "query: the plan as one tree, or null where the text could not be read (then raw and reason). Nodes: id, operation, kind, relation, index, estimate, actual, conditions, buffers, facts, children.",
      diagnostics: "query: each: rule, severity, node, saw, matters, share, advice, sql.", suggestions: "query: statements that a diagnostic names and that nobody tried: title, sql, proven (false).", before: "query: the plan compared with.",
      workload: "hotpaths: statements, totals, tables, indexes, running, waits, facts, unseen.",
    },
  }),
  entry({
    name: "policy-apply", title: "Apply RLS Policy", summary: "Install RLS policy on table (mode: kiss or granular)", group: "security", effect: "writesDatabase", needs: ["trust", "connection"], engines: ["postgresql", "mysql", "mongodb"],
    args: [{ name: "table", summary: "The table", required: true, offers: "table" }, { name: "mode", summary: "Owner-based or per role", required: true, choices: ["kiss", "granular"] }],
    flags: [
      ...designFlags,
      { name: "replace", summary: "Take away the policies that the table has; without, they stay" },
      { name: "preview", summary: "Only show it, tried, with who reaches what before and after" },
      { name: "migration", summary: "Write it as a migration and its way back instead of applying it" },
    ],
    instead,
    data: {
      reasons: "What was decided from what.", statements: "In their order.", apart: "What runs first and by itself, because no transaction takes it.", undo: "What takes it back, in its order.", warnings: "What a person must decide or do besides.", lockedOut: "Who loses what.",
      matrix: "Each attempt: identity, operation, row (own, foreign, otherTenant, any), expected, before and after (verdict, mechanism, policies).", costs: "Each identity: what reading the whole table costs before and after (total, access, asker), null where it may not be read.",
      undoVerified: "Whether the undo restored exactly what was there; null where it was not tried.", proven: "Whether the trial showed that the owner reaches an own row and nobody else does.", applied: "Whether it was applied.", snapshot: "Id of the snapshot before it.", migrations: "With --migration: the dry-run of what was written.",
    },
  }),
  entry({
    name: "test-as-user", title: "Test as User", summary: "Emulate a specific user to validate RLS policies", group: "security", effect: "read", needs: ["trust", "connection"], engines: ["postgresql", "mysql", "mongodb"], instead,
    args: [{ name: "user-id", summary: "Who to be: a user's or tenant's id in whatever form the application has, or a role's name", required: true }],
    flags: [
      { name: "as", value: "claims|setting|role", summary: "How the application says who asks; without, found from the policies" },
      { name: "db-role", value: "ROLE", summary: "The database role that runs the statements" },
      { name: "claim", value: "NAMES", summary: "Further claims or settings, name=value, separated by commas" },
      { name: "tables", value: "TABLES", summary: "Only these, separated by commas" },
      { name: "save", value: "FILE", summary: "Save what is allowed and denied now as a specification to run again" },
      { name: "spec", value: "FILE", summary: "Run this specification; what differs fails" },
      { name: "pgtap", value: "FILE", summary: "Write the same tests as pgTAP" },
      { name: "on-production", summary: "Agree beforehand to try it on a production connection" },
      { name: "mutate", summary: "Weaken every policy part by part and count what the tests notice" },
    ],
    data: {
      matrix: "identities (name, role, settings), objects (form, schema, name, signature), operations, and cells: id, identity, object, form, operation, row (own, foreign, otherTenant, any), verdict (allowed, denied, error), mechanism (grant, schema, using, check, definition, validator, policy, owner, bypass, open), policies, rows, code, message, witness.",
      witnesses: "By a cell's witness: what was executed, on which row, what came back, what each policy said.",
      control: "lifted, denials, fell, stood, failed: what became of the denials without the protection; null where the connection only reads.",
      mutants: "With --mutate, each: of, part, verdict (noticed, survived, failed), how; else null.",
      differences: "With --spec, each: object, identity, tried, expected, found; else null.",
      traces: "What a rollback does not take back.",
    },
  }),
  entry({
    name: "verify-order", title: "Verify Order", summary: "Lint DDL file ordering for dependency correctness", group: "migration", effect: "read", faces: onFiles, engines: all,
    args: [{ name: "path", summary: "A file or a folder", required: true, offers: "sqlFile" }],
    data: { files: "The files read, in the order they would run.", order: "The order that works: files of a folder, or the statements of one file as \"line: statement\".", dialect: "The dialect that the files were read as; where neither a person nor a server said it, the evidence tells why." },
  }),
  entry({ name: "load-csv", title: "Load CSV", summary: "Safe CSV import via staging table then merge", group: "data", effect: "writesDatabase", needs: ["trust", "connection"], args: [{ name: "table", summary: "The table", required: true, offers: "table" }, { name: "file", summary: "The CSV file", required: true, offers: "file" }], flags: [{ name: "key", value: "COLUMNS", summary: "What makes a row the same row" }], ...later }),
  entry({
    name: "run-sql", title: "Run SQL", summary: "Execute raw SQL within a transaction", group: "data", effect: "writesDatabase", needs: ["trust", "connection"], readOnlyInExplore: true,
    args: [{ name: "file-or-inline", summary: "A file, or the SQL itself; on MongoDB a command document, an aggregation or a db.collection.find(…) line", required: true, rest: true, offers: "sql" }],
    flags: [{ name: "explain", summary: "Show the plan instead of running it" }, { name: "page", value: "N", summary: "Which page of the rows, from 1" }, { name: "page-size", value: "N", summary: "Rows of a page, 100 unless told" }],
    data: { statements: "Each: sql, line, columns, rows of the page, rowCount (null where more were not read), more, durationMs; with --explain: sql, plan.", committed: "Whether the transaction was committed.", snapshot: "Id of the snapshot that keeps what was lost, where something was." },
  }),
  entry({ name: "setup-database", title: "Set Up Database", summary: "Interactive database project setup (postgresql, mongodb, mysql, sqlite)", group: "design", effect: "writesFiles", needs: ["trust", "workspace"], args: [{ name: "type", summary: "The engine", required: false, choices: ["postgresql", "mongodb", "mysql", "sqlite"] }], ...later }),
  entry({ name: "research", title: "Research a Topic", summary: "Generate deep research prompt for a database topic", group: "design", effect: "writesFiles", args: [{ name: "topic", summary: "The topic", required: true, rest: true }], ...later }),
];

/** The entry that a name (with or without its asterisk) or an id means. */
export function findCommand(name: string): CommandEntry | undefined {
  const bare = name.replace(/^\*/, "");
  return commands.find((command) => command.name === bare || command.id === bare);
}
