/** The guide's sections in reading order; plain text, a line per thought. */
export const guideSections: readonly { readonly title: string; readonly text: string }[] = [
  {
    title: "What it is for",
    text: `Every migration, rollback and change is executed where it can do no harm before it touches your data:
in a transaction that is rolled back, on a scratch database, or on a copy. A report says how each result was had
(proof: transaction, shadow, copy), and says so in words where a proof could not be had.`,
  },
  {
    title: "The five steps of a schema change",
    text: `1. Plan      Write 004_name.up.sql and 004_name.down.sql (.json for MongoDB). *verify-order migrations tells whether the order of the scripts works.
2. Dry-run   *dry-run migrations/004_name.up.sql runs every statement and shows locks, rewrites, rows and time,
             then runs the down script and compares the schema with what it was before.
3. Apply     *apply-migration migrations applies what is pending. A snapshot is taken first; rows that a statement
             would destroy are kept in it. An interrupted apply is found by the next run: --resume finish or --resume undo.
4. Verify    *smoke-test 004 checks integrity, constraints, indexes and that the version is the newest applied one.
5. Roll back *rollback <snapshot or down script> brings schema and kept rows back. --preview only shows what it would do.`,
  },
  {
    title: "A first session",
    text: `*env-check                        is everything there: connection, version, rights, folders?
*snapshot before-orders           a named snapshot of the schema; --rows orders,customers keeps their rows too
*dry-run migrations               all pending migrations, in their order, without changing anything
*apply-migration migrations --to 004
*smoke-test 004
*run-sql --page 2 select * from orders
*doc-out notes.md                 everything that this session ran and found, as one document`,
  },
  {
    title: "Permission modes",
    text: `ask      every change of a database is asked for first (where you start)
auto     changes run without a question; production connections still ask
explore  nothing can be written: the connection itself is read-only
*yolo moves one step along ask > auto > explore. In every mode, what destroys objects or rows asks for the
object's name; on the command line it needs --allow-destructive besides --yes.`,
  },
  {
    title: "Where it can be used",
    text: `Command Palette  all commands, category Data Engineer
CodeLens         on migration files: Dry-run, Verify order, Apply, Roll back
Sidebar          connections, migrations with their state, snapshots
Agent console    type *dry-run migrations/004.sql; Tab completes, Ctrl+C cancels, the arrows recall
Chat             @data-engineer with the same commands; no language model is asked, but VS Code wants one to be there
Command line     data-engineer dry-run migrations --url mysql://… --format json|markdown|sarif
                 exit codes: 0 passed, 1 failed, 2 usage, 3 refused, 4 no connection, 130 cancelled`,
  },
  {
    title: "PostgreSQL (13 to 18)",
    text: `A dry-run happens in a transaction that is rolled back. Statements that no transaction can hold
(CREATE INDEX CONCURRENTLY, VACUUM, ALTER TYPE … ADD VALUE and its use) run on a scratch database of the same server,
which needs the right to create databases or --shadow-url. Without either, an in-process PostgreSQL is used and named.
Lock and statement timeouts are set on every session; raise them in the settings where a migration is meant to wait.`,
  },
  {
    title: "MySQL (8.0 to 9) and MariaDB (10.6 and newer)",
    text: `Changes of structure commit at once, so a dry-run happens on a scratch database of the same server with the structure and
sampled rows; the user needs the right to create databases named data_engineer_%, or --shadow-url. Apply records each statement
before the next: after a failure in the middle --resume finish or --resume undo, each tried on a scratch database first.
What the other flavour or an older version would refuse is told before anything runs. *env-check names each right that is missing.`,
  },
  {
    title: "MongoDB (5 to 8)",
    text: `A migration is 004_name.up.json and 004_name.down.json: an array of database commands in Extended JSON, one statement each.
migrate-mongo's modules work too, in trusted workspaces. *run-sql takes a command document, an aggregation or a db.orders.find(…)
line, parsed and never evaluated. A dry-run happens on a scratch database with options, validators, indexes and sampled documents;
a tightened validator is held against the documents that are there. A standalone server has no transactions, and every report says so.`,
  },
  {
    title: "SQLite",
    text: `A dry-run happens on a copy of the file made by SQLite's own backup, so the file itself is not even opened for writing.
Foreign keys are a setting of each connection: make sure that your application switches them on too.
The driver needs Node.js 22 or newer and runs in a process of its own: a long query never freezes the editor.`,
  },
  {
    title: "Common pitfalls, and what guards against them",
    text: `Applying what was never dry-run      apply-migration asks for the dry-run first; --without-proof says that you know
No snapshot before a change          one is taken automatically, with the rows that would be lost
No down script                       the dry-run reports it, and the sidebar marks the migration
A down script that does not restore  the dry-run executes it and lists what differs
Migrations in the wrong order        verify-order finds it and offers the order that works
An applied file changed afterwards   its checksum differs: the run stops and says which file
DROP or TRUNCATE slipped in          the object's name must be typed, its rows are kept, its dependents are listed
The wrong database                   every report names engine, database and role; production asks in every mode
Secrets in output                    passwords, tokens and connection strings are removed from everything that leaves`,
  },
];
