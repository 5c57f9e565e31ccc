import type { AccessObject } from "../../../../core/access/attempt.ts";
import type { Identity } from "../../../../core/access/identity.ts";

/** Somebody who logs in with an account of the server. */
export function asAccount(account: string): Identity {
  return { name: account, role: account, settings: {}, owns: [] };
}

export function viewObject({ name }: { readonly name: string }): AccessObject {
  return { form: "view", schema: "", name };
}

export function tableObject({ name }: { readonly name: string }): AccessObject {
  return { form: "table", schema: "", name };
}
