/** Functions whose effects a rollback does not undo. */
const names = new Set([
  "nextval", "setval", "lo_export", "pg_file_write", "pg_file_unlink", "pg_file_rename", "pg_terminate_backend", "pg_cancel_backend", "pg_reload_conf", "pg_rotate_logfile", "pg_switch_wal",
  "pg_advisory_lock", "pg_advisory_lock_shared", "pg_try_advisory_lock", "pg_try_advisory_lock_shared", "pg_advisory_unlock", "pg_advisory_unlock_all", "pg_promote", "pg_create_restore_point", "pg_stat_reset",
  "pg_create_physical_replication_slot", "pg_create_logical_replication_slot", "pg_drop_replication_slot", "pg_replication_slot_advance", "pg_logical_slot_get_changes", "http_get", "http_post", "http",
]);

/** True for a function that leaves effects behind when its transaction is rolled back. */
export function withSideEffects(name: string): boolean {
  return names.has(name) || name === "dblink" || name.startsWith("dblink_");
}
