import type { MigrationState, MigrationStatus } from "../../core/migration/migration.ts";

/** What is known about a migration's way back. */
export type Verdict =
  | { readonly kind: "verified" | "broken" | "failed" | "notTried"; readonly at: Date }
  | { readonly kind: "stale"; readonly at: Date }
  | { readonly kind: "none" };

export interface MigrationRow {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly color?: string;
  readonly contextValue: string;
  readonly spoken: string;
  readonly tooltip: string;
}

const looks: Readonly<Record<MigrationState, { readonly icon: string; readonly color?: string; readonly word: string; readonly means: string }>> = {
  applied: { icon: "pass", color: "testing.iconPassed", word: "applied", means: "It is in the database, and the file is what was applied." },
  pending: { icon: "circle-outline", word: "pending", means: "It was not applied yet." },
  changed: { icon: "warning", color: "list.warningForeground", word: "changed since", means: "The file is not what was applied." },
  missing: { icon: "question", color: "list.warningForeground", word: "file is missing", means: "It was applied, but its file is gone." },
  interrupted: { icon: "debug-pause", color: "list.errorForeground", word: "interrupted", means: "It was applied in part. Apply it again to finish or undo it." },
  outOfOrder: { icon: "arrow-swap", color: "list.warningForeground", word: "out of order", means: "It would run after newer ones." },
};

/** A migration as a row: its state in the database and what is proven of its down script. */
export function migrationRow(status: MigrationStatus, known: boolean, verdict: Verdict = { kind: "none" }): MigrationRow {
  const look = known ? looks[status.state] : { icon: "circle-outline", word: "", means: "No connection says whether it is applied." };
  const back = wayBack(status, verdict);
  const words = [look.word, back].filter((word) => word !== "");
  const label = `${status.version} ${status.name.replaceAll("_", " ")}`;
  return {
    label, description: back === "" || (known && status.state !== "pending") ? words.join(" · ") : back, icon: look.icon,
    ...(look.color === undefined ? {} : { color: look.color }),
    contextValue: ["migration", ...abilities(status, known)].join("."),
    spoken: `Migration ${label}, ${words.join(", ")}`,
    tooltip: [look.means, tellBack(status, verdict)].join("\n"),
  };
}

/** What a menu may do with it: `apply`, `rollBack`, `down` (a down script is there), `noDown`. */
export function abilities(status: MigrationStatus, known: boolean): string[] {
  const { migration, state } = status;
  if (migration === null) return [];
  const done = state === "applied" || state === "changed";
  return [
    "file",
    ...(!known || !done ? ["apply"] : []),
    ...(known && done && migration.down !== null ? ["rollBack"] : []),
    migration.down === null ? (migration.repeatable ? "repeatable" : "noDown") : "down",
  ];
}

function wayBack({ migration, state }: MigrationStatus, verdict: Verdict): string {
  if (migration === null || migration.repeatable) return "";
  if (migration.down === null) return "no way back";
  if (verdict.kind === "verified" && state === "applied") return "";
  switch (verdict.kind) {
    case "verified": return "rollback verified";
    case "broken": return "rollback broken";
    case "failed": return "dry-run failed";
    case "notTried": return "rollback not tried";
    case "stale": return "changed since its dry-run";
    case "none": return "";
  }
}

function tellBack({ migration }: MigrationStatus, verdict: Verdict): string {
  if (migration?.down === null) return "There is no down script; a snapshot taken before it is the way back.";
  switch (verdict.kind) {
    case "verified": return "Its down script was executed and restored the schema exactly.";
    case "broken": return "Its down script was executed and did not restore the schema.";
    case "failed": return "Its last dry-run failed.";
    case "notTried": return "Its down script was not executed.";
    case "stale": return "The files changed since the last dry-run, which says nothing any more.";
    case "none": return "It was not dry-run.";
  }
}
