import type { AuditView, ShownFinding } from "../../src/protocol/audit/view.ts";

/** Names as a database can hold them and a page must not believe. */
export const hostile = {
  image: '<img src=x onerror="window.hacked = true">',
  ansi: "public.\u001b[31mred\u001b[0m",
  override: "public.\u202eelbat_terces",
  long: `public.${"x".repeat(10_000)}`,
  quotes: `public."it's \`here\`" --></script><script>window.hacked = true</script>`,
} as const;

const witness: ShownFinding["evidence"] = [
  { kind: "sql", title: "As anonymous, rolled back", text: "SET LOCAL ROLE anon;\nSELECT * FROM public.orders;" },
  { kind: "table", title: "The row that came back", columns: ["id", "owner_id", "note"], rows: [["1", "4b1c", hostile.image]] },
];

export const alwaysTrue: ShownFinding = {
  key: "rls/always-true public.orders orders_read", rule: "rls/always-true", group: "rls", severity: "error", object: "public.orders", state: "new", tried: "through",
  message: "Policy orders_read lets anonymous read every row of public.orders.",
  evidence: witness,
  fix: { title: "Let only the owner read", script: "ALTER POLICY orders_read ON public.orders USING (owner_id = auth.uid());", undo: "ALTER POLICY orders_read ON public.orders USING (true);", proven: true },
};

const others: readonly ShownFinding[] = [
  { key: "schema/foreign-key-without-index public.orders owner_id", rule: "schema/foreign-key-without-index", group: "schema", severity: "warning", object: "public.orders", state: "known", tried: "no", message: "The foreign key orders_owner_fkey has no index.", evidence: [] },
  { key: "schema/no-comment public.orders", rule: "schema/no-comment", group: "schema", severity: "info", object: "public.orders", state: "known", tried: "no", message: "public.orders has no comment.", evidence: [] },
  { key: "rls/off public.ledger", rule: "rls/off", group: "rls", severity: "error", object: "public.ledger", state: "dismissed", tried: "no", message: "Row level security is off.", evidence: [], dismissed: { reason: "Public by law", until: "2027-06-30" } },
];

function named(object: string, index: number): ShownFinding {
  return { key: `rls/off ${object}`, rule: "rls/off", group: "rls", severity: "error", object, state: "known", tried: index % 2 === 0 ? "denied" : "no", message: `Row level security is off: ${object} is open.`, evidence: [{ kind: "text", title: object, text: object }, { kind: "diff", title: "Before and after", lines: ["  same", `- ${object}`, "+ other"] }] };
}

/** An audit with one of everything, and with names that would like to be more than names. */
export const audit: AuditView = {
  command: "security-audit", title: "Security audit: full", at: "2026-11-22T22:30:00.000Z", status: "failed", summary: "7 errors, 1 warning, 1 note found by 61 rules over 12 tables.", durationMs: 1234,
  target: { engine: "postgresql", version: "18.1", database: "shop", role: "development" },
  trend: { since: "2026-11-20 10:00 UTC", words: "1 new, 3 gone." },
  findings: [alwaysTrue, ...others, ...Object.values(hostile).map(named)],
  unseen: ["pg_subscription: permission denied; run as a superuser"],
  evidence: [{ kind: "text", title: "How it was looked", text: "The rules read in one go and wrote nothing." }],
  mayDismiss: true, mayRerun: true,
  matrix: {
    identities: ["anonymous", "user 4b1c", hostile.image], operations: ["SELECT", "INSERT", "DELETE"], objects: [{ name: "public.orders", form: "table" }, { name: hostile.image, form: "view" }],
    cells: [0, 1, 2].flatMap((identity) => [0, 1, 2].map((operation) => ({
      object: 0, identity, operation,
      attempts: operation === 0
        ? [{ row: "own row", verdict: "allowed" as const, words: "by policy orders_read, 3 rows", evidence: witness }, { row: "another's row", verdict: identity === 0 ? "allowed" as const : "denied" as const, words: "by policy orders_read", evidence: witness }]
        : [{ row: "any row", verdict: operation === 1 ? "denied" as const : "error" as const, words: operation === 1 ? "no grant, 42501" : "a trigger failed", evidence: witness }],
    }))),
  },
};

/** An audit of a schema of the size that real ones have. */
export function manyFindings(count: number): AuditView {
  const findings = Array.from({ length: count }, (_, index): ShownFinding => ({ ...alwaysTrue, key: `rls/always-true public.t${index % 500} p${index}`, object: `public.t${index % 500}`, message: `Policy p${index} lets anonymous read every row.`, state: "known" }));
  return { ...audit, findings };
}
