/** What acts on the whole server, its files or other servers: dropping a scratch database does not take it back. Also looked for in bodies. */
const beyondDatabase = [
  /\b(?:create|alter|drop)\s+(?:role|group|user(?!\s+mapping)|database|tablespace|subscription)\b/i,
  /\balter\s+system\b/i,
  /^\s*(?:grant|revoke)\b(?![^;]*\bon\b)/i,
  /\bcopy\b[^;]*\b(?:to|from)\s+program\b/i,
  /\bcopy\b[^;]*\bto\s+'/i,
  /\b(?:dblink\w*|lo_export|pg_file_\w+|pg_terminate_backend|pg_cancel_backend|pg_reload_conf|pg_rotate_logfile|pg_switch_wal|pg_promote|pg_create_restore_point|pg_\w*replication_slot\w*|http|http_\w+)\s*\(/i,
];

/** What a rollback does not undo, wherever it is called. */
const beyondRollback = [/\bsetval\s*\(/i, ...beyondDatabase.slice(3)];

export function reachesBeyond(sql: string): boolean {
  const text = withoutComments(sql);
  return beyondDatabase.some((pattern) => pattern.test(text));
}

/** True for a DO block that calls what its transaction's end does not take back. */
export function leavesTraces(sql: string): boolean {
  const text = withoutComments(sql);
  return /^\s*do\b/i.test(text) && beyondRollback.some((pattern) => pattern.test(text));
}

function withoutComments(sql: string): string {
  return sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, " ");
}
