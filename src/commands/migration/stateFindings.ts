import type { MigrationStatus } from "../../core/migration/migration.ts";
import type { Finding } from "../../core/report/report.ts";
import type { Selection } from "./selection.ts";

/** What the history says about the migrations beside those that are tried. */
export function stateFindings({ statuses, wanted, from, side }: Selection): Finding[] {
  const tried = new Set(wanted);
  const found = statuses.flatMap((status): Finding[] => {
    const file = status.migration === null ? {} : { file: status.migration.up.file };
    const name = `${status.version} ${status.name}`;
    switch (status.state) {
      case "changed":
        return [{ rule: "dry-run/changed", severity: "error", message: `${name} was changed after it was applied: the file no longer says what the database has. Put it back and write a new migration.`, ...file }];
      case "missing":
        return [{ rule: "dry-run/missing", severity: "warning", message: `${name} is applied, but its file is gone.`, ...file }];
      case "outOfOrder":
        return status.migration === null || !tried.has(status.migration) ? [] : [{ rule: "dry-run/out-of-order", severity: "warning", message: `${name} is older than the newest applied migration: applying it needs --out-of-order.`, ...file }];
      default:
        return [];
    }
  });
  const [only] = wanted;
  if (wanted.length !== 1 || only === undefined || from === "empty" || side === "down") return found;
  const earlier = statuses.slice(0, statuses.findIndex((status) => status.migration === only)).filter(isWaiting);
  if (earlier.length === 0) return found;
  const names = earlier.slice(0, 3).map((status) => status.version).join(", ");
  const message = `${only.version} was tried without ${names}${earlier.length > 3 ? ` and ${earlier.length - 3} more` : ""}, which stand before it and are not applied. Dry-run the folder to try them together.`;
  return [...found, { rule: "dry-run/pending-before", severity: "warning", message, file: only.up.file }];
}

function isWaiting({ state }: MigrationStatus): boolean {
  return state === "pending" || state === "outOfOrder";
}
