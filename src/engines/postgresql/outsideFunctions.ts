/**
 * Functions that write files, reach other servers or act on the whole server, so that neither a rollback nor dropping the database takes back
 * what they did. After the function lists of PostgreSQL 13 to 18, adminpack, dblink and http.
 */
export const outsideFunctions = String.raw`lo_export|lo_import|pg_file_\w+|pg_logfile_rotate|dblink\w*|http|http_\w+|pg_(?:reload_conf|rotate_logfile|terminate_backend|cancel_backend|switch_wal|promote|create_restore_point|logical_emit_message|stat_reset\w*|wal_replay_\w+|backup_start|backup_stop|start_backup|stop_backup|create_(?:physical|logical)_replication_slot|copy_(?:physical|logical)_replication_slot|drop_replication_slot|sync_replication_slots|replication_\w+|logical_slot_get_\w+|log_backend_memory_contexts)`;

const whole = new RegExp(`^(?:${outsideFunctions})$`);

/** Of a name as the parser folds it. */
export function isOutsideFunction(name: string): boolean {
  return whole.test(name);
}
