import type { ObjectRef } from "../../../core/script/facts.ts";
import { refKey } from "./parsed.ts";

interface State {
  /** Made by this script: holds no old rows but those that were copied into it. */
  readonly made: boolean;
  /** Tables (by identity) that hold a full copy of its rows as they are now. */
  readonly copies: Set<State>;
  /** Tables whose rows were copied here. */
  readonly sources: Set<State>;
  gone: boolean;
}

/** Follows through a script which table holds rows from before it, so that a DROP can be told from a replacement. */
export class TableHistory {
  private readonly tables = new Map<string, State>();

  created(table: ObjectRef): void {
    this.tables.set(refKey(table), { made: true, copies: new Set(), sources: new Set(), gone: false });
  }

  /** Its rows are no longer those of its copies. */
  written(table: ObjectRef): void {
    this.state(table).copies.clear();
  }

  /** It lost rows, so it is no full copy of anything any more. */
  emptied(table: ObjectRef): void {
    const state = this.state(table);
    state.copies.clear();
    for (const source of state.sources) source.copies.delete(state);
  }

  copied(from: ObjectRef | undefined, to: ObjectRef): void {
    if (from === undefined) return;
    const [source, target] = [this.state(from), this.state(to)];
    source.copies.add(target);
    target.sources.add(source);
  }

  renamed(from: ObjectRef, to: ObjectRef): void {
    const state = this.state(from);
    this.tables.delete(refKey(from));
    this.tables.set(refKey(to), state);
  }

  /** True where a change would touch rows from before the script that are nowhere else. */
  holdsOld(table: ObjectRef): boolean {
    return this.onlyHolder(this.state(table));
  }

  /** "drop": rows are lost; "replace": they live on in a copy; null: it never held any from before. */
  dropped(table: ObjectRef): "drop" | "replace" | null {
    const state = this.state(table);
    const old = !state.made || state.sources.size > 0;
    const kept = [...state.copies].some((copy) => !copy.gone);
    const elsewhere = state.made && [...state.sources].every((source) => !source.gone);
    this.tables.delete(refKey(table));
    state.gone = true;
    if (!old || (elsewhere && !kept)) return null;
    return kept ? "replace" : "drop";
  }

  private onlyHolder(state: State): boolean {
    if (!state.made) return true;
    return [...state.sources].some((source) => source.gone);
  }

  private state(table: ObjectRef): State {
    const found = this.tables.get(refKey(table));
    if (found !== undefined) return found;
    const fresh: State = { made: false, copies: new Set(), sources: new Set(), gone: false };
    this.tables.set(refKey(table), fresh);
    return fresh;
  }
}
