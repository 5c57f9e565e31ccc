import { quoteText } from "../../quote.ts";

/** "app@%" of `'app'@'%'`, "`app`@`%`" or "app"; a role of MariaDB and an empty host give the name alone. */
export function accountOf(text: string): string {
  const parts = /^(['`])([\s\S]*)\1@(['`])([\s\S]*)\3$/.exec(text);
  if (parts !== null) return joined(unquoted(parts[2]!, parts[1]!), unquoted(parts[4]!, parts[3]!));
  const alone = /^(['`])([\s\S]*)\1$/.exec(text);
  return alone === null ? text : unquoted(alone[2]!, alone[1]!);
}

/** As findings name accounts: "app@%"; the name alone where there is no host. */
export function joined(user: string, host: string): string {
  return host === "" ? user : `${user}@${host}`;
}

/** An account as statements name it. */
export function quoteAccount(account: string): string {
  const at = account.lastIndexOf("@");
  return at === -1 ? quoteText(account) : `${quoteText(account.slice(0, at))}@${quoteText(account.slice(at + 1))}`;
}

/** information_schema does not double the quotes that a name holds; definers do. */
function unquoted(name: string, quote: string): string {
  return name.replaceAll(quote + quote, quote);
}
