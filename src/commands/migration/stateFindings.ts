import type { Migration } from "../../core/migration/migration.ts";
import type { Finding } from "../../core/report/report.ts";
import type { Selection } from "./selection.ts";

/** What the history says about the migrations beside those that are tried. */
export function stateFindings(selection: Selection): Finding[] {
  const { statuses, wanted } = selection;
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
  const earlier = only === undefined ? [] : waitingBefore(selection);
  if (only === undefined || earlier.length === 0) return found;
  const names = earlier.slice(0, 3).map((status) => status.version).join(", ");
  const message = `${only.version} was tried without ${names}${earlier.length > 3 ? ` and ${earlier.length - 3} more` : ""}, which stand before it and are not applied. Dry-run the folder to try them together.`;
  return [...found, { rule: "dry-run/pending-before", severity: "warning", message, file: only.up.file }];
}

/** The migrations that wait before the only one that was asked for; none where a folder, a down script or the whole history was. */
export function waitingBefore({ statuses, wanted, from, side }: Selection): Migration[] {
  const [only] = wanted;
  if (wanted.length !== 1 || only === undefined || from === "empty" || side === "down") return [];
  const earlier = statuses.slice(0, Math.max(0, statuses.findIndex((status) => status.migration === only)));
  return earlier.flatMap(({ state, migration }) => (migration !== null && (state === "pending" || state === "outOfOrder") ? [migration] : []));
}
