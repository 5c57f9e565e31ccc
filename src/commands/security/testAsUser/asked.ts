import type { AccessSpec } from "../../../core/access/spec.ts";
import { readSpec } from "../../../core/access/specFile.ts";
import { UsageError } from "../../../core/errors.ts";
import type { IdentityRequest } from "../../../engines/access.ts";
import type { CommandContext, CommandInput } from "../../context.ts";

/** What a person asked of test-as-user. */
export interface Asked {
  readonly request: IdentityRequest;
  /** Names of objects, with or without schema; empty: all. */
  readonly tables: readonly string[];
  readonly spec?: { readonly file: string; readonly content: AccessSpec };
  readonly save?: string;
  readonly pgtap?: string;
  readonly mutate: boolean;
  /** The flags that say how identities are made, as a specification keeps them. */
  readonly how: Pick<AccessSpec, "as" | "role" | "claim" | "tables">;
}

/** Reads arguments, flags and the specification, whose own flags hold where none are given. Throws UsageError, FileError. */
export async function readAsked(context: CommandContext, input: CommandInput): Promise<Asked> {
  const user = input.args["user-id"]?.trim() ?? "";
  if (user === "") throw new UsageError("missingArgument", "test-as-user needs the user to be.", { next: "Give a user's id, or a role's name with --as role." });
  const text = (name: string): string | undefined => {
    const value = input.flags[name];
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
  };
  const file = text("spec");
  const spec = file === undefined ? undefined : { file, content: readSpec(await context.files.readText(file), context.files.shown(file)) };
  const chosen = (name: "as" | "role" | "claim" | "tables"): string | undefined => text(name === "role" ? "db-role" : name) ?? spec?.content[name];
  const [as, role, claim, tables] = [chosen("as"), chosen("role"), chosen("claim"), chosen("tables")];
  if (as !== undefined && as !== "claims" && as !== "setting" && as !== "role") throw new UsageError("badArgument", `--as is claims, setting or role, not "${as}".`);
  const [save, pgtap] = [text("save"), text("pgtap")];
  return {
    request: { user, claims: claimsOf(claim), ...(as === undefined ? {} : { scheme: as }), ...(role === undefined ? {} : { role }) },
    tables: (tables ?? "").split(",").map((name) => name.trim()).filter((name) => name !== ""),
    ...(spec === undefined ? {} : { spec }),
    ...(save === undefined ? {} : { save }),
    ...(pgtap === undefined ? {} : { pgtap }),
    mutate: input.flags["mutate"] === true,
    how: { ...(as === undefined ? {} : { as }), ...(role === undefined ? {} : { role }), ...(claim === undefined ? {} : { claim }), ...(tables === undefined ? {} : { tables }) },
  };
}

/** "aal=aal2,app.tenant_id=7"; a comma inside of JSON does not separate. */
export function claimsOf(text: string | undefined): Record<string, string> {
  const claims: Record<string, string> = {};
  for (const part of (text ?? "").split(/,(?=\s*[\w.-]+=)/)) {
    if (part.trim() === "") continue;
    const at = part.indexOf("=");
    if (at < 1) throw new UsageError("badArgument", `"${part.trim()}" is no claim.`, { next: "Write name=value, several separated by commas: aal=aal2,app_metadata.org_id=7." });
    claims[part.slice(0, at).trim()] = part.slice(at + 1).trim();
  }
  return claims;
}
