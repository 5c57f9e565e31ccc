import type { Catalog, TableObject } from "../../catalog/catalog.ts";

/** Tables whose design is the person's own: no partitions (their parent speaks for them), nothing of a platform or of another tool. */
export function ownTables(catalog: Catalog): TableObject[] {
  return ownRelations(catalog).filter((table) => (table.form === "table" || table.form === "partitioned") && table.partitionOf === undefined);
}

/** Those, collections, and partitions, which may have indexes and triggers of their own. */
export function ownRelations(catalog: Catalog): TableObject[] {
  const platform = isSupabase(catalog) ? supabaseSchemas : toolSchemas;
  return catalog.tables.filter((table) => table.form !== "foreign" && table.form !== "virtual" && !platform.has(table.schema) && !bookkeeping.test(table.name));
}

/** Where migration tools remember what they did; nobody designs those. */
const bookkeeping =
  /^(?:schema_migrations?|schema_info|ar_internal_metadata|flyway_schema_history|schema_version|_prisma_migrations|__diesel_schema_migrations|goose_db_version|gorp_migrations|knex_migrations(?:_lock)?|sequelizemeta|django_migrations|alembic_version|databasechangelog(?:lock)?|_sqlx_migrations|doctrine_migration_versions|migration_versions|phinxlog|refinery_schema_history|__efmigrationshistory|__drizzle_migrations|mikro_orm_migrations|typeorm_metadata|atlas_schema_revisions|changelog|migrations|migration_history)$/i;

const supabaseSchemas: ReadonlySet<string> = new Set(["partman", "auth", "storage", "realtime", "_realtime", "vault", "graphql", "graphql_public", "extensions", "pgbouncer", "pgsodium", "pgmq", "cron", "net", "supabase_functions", "supabase_migrations"]);

/** What extensions make there at work is not counted as theirs. */
const toolSchemas: ReadonlySet<string> = new Set(["partman", "cron", "pgmq", "repack"]);

function isSupabase(catalog: Catalog): boolean {
  const names = new Set(catalog.schemas.map(({ name }) => name));
  return ["auth", "storage", "realtime"].every((name) => names.has(name));
}
