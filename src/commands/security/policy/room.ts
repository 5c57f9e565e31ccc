import type { Catalog, TableObject } from "../../../core/catalog/catalog.ts";
import { findTable } from "../../../core/catalog/lookup.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import type { PolicyRequest } from "../../../core/access/policyDesign.ts";
import { UnsupportedError, UsageError } from "../../../core/errors.ts";
import { nearest } from "../../../core/nearest.ts";
import type { AccessAdapter } from "../../../engines/access.ts";
import type { Session } from "../../../engines/engine.ts";
import type { CommandInput } from "../../context.ts";
import { nounsOf } from "../../../core/nouns.ts";

/** Throws UnsupportedError where nobody's access can be tried. */
export function accessOf(session: Session, command: string): AccessAdapter<Session> {
  if (session.access !== undefined) return session.access;
  throw new UnsupportedError("engine", `${command} has nothing to work with on ${session.facts.dialect}: nobody's access can be tried there.`);
}

/** The table that a person named, with or without its schema. Throws UsageError with what comes close, and with `unseen`, why it could be missing. */
export function tableNamed(session: Session, catalog: Catalog, name: string, unseen?: string): TableObject {
  const dot = name.indexOf(".");
  const found = findTable(catalog, { name }) ?? (dot > 0 ? findTable(catalog, { schema: name.slice(0, dot), name: name.slice(dot + 1) }) : undefined);
  if (found !== undefined) return found;
  const { table } = nounsOf(session.facts.dialect);
  const known = catalog.tables.map(qualified);
  const close = nearest(name, [...known, ...catalog.tables.map((one) => one.name)]);
  throw new UsageError("badArgument", `There is no ${table} "${name}".${unseen === undefined ? "" : ` ${unseen}`}`, { next: close !== undefined ? `Did you mean ${close}?` : known.length === 0 ? `The database has no ${table}s.` : `The database has ${known.slice(0, 8).join(", ")}${known.length > 8 ? ", …" : ""}.` });
}

/** What the flags ask of a design. Throws UsageError for a way of asking that is none, UnsupportedError for what the engine has not. */
export function asked(input: CommandInput, session: Session): Omit<PolicyRequest, "schema" | "table" | "mode"> {
  const text = (flag: string): string | undefined => {
    const value = input.flags[flag];
    return typeof value === "string" ? value : undefined;
  };
  const scheme = text("as");
  if (scheme !== undefined && scheme !== "claims" && scheme !== "setting" && scheme !== "role") throw new UsageError("badArgument", `--as takes claims, setting or role, not "${scheme}".`);
  const further = (["rbac", "aal2"] as const).filter((flag) => input.flags[flag] === true);
  const missing = further.find((flag) => session.access?.asksFor?.includes(flag) !== true);
  if (missing !== undefined) throw new UnsupportedError("engine", `--${missing} goes with row level security, which ${session.facts.dialect} has not.`);
  const given = { owner: text("owner"), tenant: text("tenant"), members: text("members"), role: text("for"), scheme };
  return { ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)), ...(input.flags["replace"] === true ? { replace: true } : {}), ...Object.fromEntries(further.map((flag) => [flag, true])) };
}
