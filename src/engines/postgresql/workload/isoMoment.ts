/** The expression that gives a moment as ISO 8601 in UTC. */
export function isoMoment(expression: string): string {
  return `pg_catalog.to_char(${expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
}
