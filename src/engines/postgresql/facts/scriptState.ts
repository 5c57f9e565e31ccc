import type { Node } from "libpg-query";
import type { Parser } from "../parser.ts";

/** What earlier statements of the same script changed for the later ones. `Facts` collects those of a statement. */
export class ScriptState<Facts> {
  readonly parser: Parser;
  /** Collects the facts of a statement inside another one (EXPLAIN ANALYZE, CREATE SCHEMA …, DO). */
  readonly enter: (statement: Node, facts: Facts) => void;
  /** Schemas of `SET search_path`, without pg_catalog and "$user"; undefined where the script does not say. */
  searchPath: readonly string[] | undefined;
  /** `SET check_function_bodies = false`: bodies of routines are not looked at when they are created. */
  checksBodies = true;
  /** Temporary tables that the script made. */
  readonly temporary = new Set<string>();

  constructor(parser: Parser, enter: ScriptState<Facts>["enter"]) {
    this.parser = parser;
    this.enter = enter;
  }

  /** Where an unqualified CREATE puts its object; undefined: the default schema. */
  creationSchema(): string | undefined {
    return this.searchPath?.[0];
  }

  /** The one schema in which an unqualified relation is looked up; undefined where there may be several. */
  lookupSchema(name: string): string | undefined {
    if (this.temporary.has(name)) return "pg_temp";
    if (name.startsWith("pg_")) return undefined;
    return this.searchPath?.length === 1 ? this.searchPath[0] : undefined;
  }

  /** `SET`, or `set_config(…)`, of a setting that matters here. */
  set(name: string, values: readonly string[] | undefined): void {
    if (name === "check_function_bodies") this.checksBodies = values === undefined || !/^(f|fa|fal|fals|false|off|no|0)$/i.test(values[0] ?? "");
    if (name !== "search_path") return;
    const schemas = values?.filter((schema) => schema !== "" && schema !== "$user" && schema !== "pg_catalog");
    this.searchPath = schemas;
  }
}
