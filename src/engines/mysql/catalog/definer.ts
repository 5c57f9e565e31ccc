import { quoteName } from "../quote.ts";

/** "root@127.0.0.1" as an account is written: "`root`@`127.0.0.1`"; a role has no host. */
export function definerOf(account: string | null): string {
  const text = account ?? "";
  const at = text.lastIndexOf("@");
  if (at === -1) return quoteName(text);
  return at === text.length - 1 ? quoteName(text.slice(0, at)) : `${quoteName(text.slice(0, at))}@${quoteName(text.slice(at + 1))}`;
}
