import { type Choose, Raises } from "./choices.ts";
import { constant, nothing, type Constant, type Value } from "./value.ts";

/** Who is taken to ask. */
export interface Caller {
  /** "anyone": nothing is assumed. "nobody": no claims and no settings of the application are there. "signedIn": a user's id is there. */
  readonly is: "anyone" | "nobody" | "signedIn";
  /** Whether what tells the caller equals what the row tells of its owner; absent: both are possible. */
  readonly row?: "own" | "other";
}

export const anyone: Caller = { is: "anyone" };
export const nobody: Caller = { is: "nobody" };
export const otherUser: Caller = { is: "signedIn", row: "other" };
export const ownUser: Caller = { is: "signedIn", row: "own" };

type Asked =
  | { readonly kind: "call"; readonly schema: string | undefined; readonly name: string; readonly args: readonly Value[] }
  | { readonly kind: "member"; readonly of: Value; readonly name: Constant | undefined };

/** Functions of Supabase that tell who asks; other names that projects give them behave alike. */
export const identityFunctions = new Set(["uid", "jwt", "role", "email", "user_id", "current_user_id"]);

export function isIdentityCall(schema: string | undefined, name: string): boolean {
  return schema === "auth" && identityFunctions.has(name);
}

export function isSettingCall(schema: string | undefined, name: string): boolean {
  return name === "current_setting" && (schema === undefined || schema === "pg_catalog");
}

/** What a call, or a member of a JSON document, tells of the caller; undefined for what has nothing to do with who asks. */
export function callerValue(asked: Asked, caller: Caller, choose: Choose): Value | undefined {
  if (asked.kind === "member") {
    if (asked.of.caller !== true) return undefined;
    const key = `${asked.of.key} -> ${String(asked.name)}`;
    if (caller.is === "nobody") return asked.name === "role" ? { ...constant("anon"), caller: true } : nothing;
    if (asked.name === "role" && caller.is === "signedIn") return { ...constant("authenticated"), caller: true };
    if (asked.name === "sub" && caller.is === "signedIn") return { key, isNull: false, caller: true };
    return { key, isNull: choose(`null ${key}`, 2) === 1, caller: true };
  }
  const { schema, name, args } = asked;
  if (isIdentityCall(schema, name)) return identity(name, caller, choose);
  if (isSettingCall(schema, name)) return setting(args, caller, choose);
  return undefined;
}

function identity(name: string, caller: Caller, choose: Choose): Value {
  const key = `auth.${name}`;
  if (name === "role") {
    if (caller.is === "anyone") return { key, isNull: choose(`null ${key}`, 2) === 1, caller: true };
    return { ...constant(caller.is === "nobody" ? "anon" : "authenticated"), caller: true };
  }
  if (name === "jwt") return { key, isNull: caller.is === "signedIn" ? false : choose(`null ${key}`, 2) === 1, caller: true };
  if (caller.is === "nobody") return nothing;
  return { key, isNull: (caller.is === "anyone" || name === "email") && choose(`null ${key}`, 2) === 1, caller: true };
}

function setting(args: readonly Value[], caller: Caller, choose: Choose): Value {
  const key = `setting ${args[0]?.key ?? ""}`;
  if (caller.is !== "nobody") return { key, isNull: caller.is === "anyone" && choose(`null ${key}`, 2) === 1, caller: true };
  if (args[1]?.constant !== true) throw new Raises();
  return choose(`null ${key}`, 2) === 1 ? { ...constant(""), caller: true } : nothing;
}
