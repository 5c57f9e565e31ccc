import { saysNothing } from "./shapes.ts";

/** True for what stands where a secret will: "<password>", "${DB_PASSWORD}", ":password", "xxx", "your-password-here". */
export function isPlaceholder(value: string): boolean {
  const bare = value.trim();
  return bare === "" || saysNothing(bare) || shaped.test(bare) || worded.test(bare) || /^(.)\1*$/.test(bare) || /example|1234567890|abcdef(?:gh|123)/i.test(bare);
}

const shaped = /^(?:\$\{?[A-Za-z_][\w.:?-]*\}?|\$\(.*\)|%[A-Za-z_]\w*%|%s|%\(\w+\)s|:[A-Za-z_]\w*|@[A-Za-z_]\w*|\{\{?.*\}\}?|#\{.*\}|\[.*\]|<.*>|\.{3,}|…+|-+|_+|env\(.*\)|process\.env\..*|os\.environ.*|\|\||.*\$\{[A-Za-z_].*)$/;
const worded = /^(?:(?:your|my|the|a|an|some|insert|enter|put|set|add)[ _-].*|.*[ _-]?(?:here|placeholder|goes[ _-]here|redacted|hidden|removed|dummy|fake|todo|tbd|fixme)|x{3,}.*|none|nil|null|undefined|true|false|required|optional|string|text|secret|password|passwd|pass|token|key)$/i;

/** What is guessed first: on the developer's own machine it protects nothing and tells nothing. */
export function isTrivial(password: string, user: string): boolean {
  return password.toLowerCase() === user.toLowerCase() || /^(?:postgres|postgresql|mysql|mariadb|mongo|mongodb|root|admin|password|passw0rd|pass|secret|test|tests|testing|dev|development|local|docker|guest|user|example|changeme|change[_-]?me|1234(?:56?7?8?)?|app|sa|toor|default)$/i.test(password);
}

/** A host that only this machine or this compose file knows, or that exists in documentation alone. */
export function isLocalHost(host: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?|0\.0\.0\.0|host\.docker\.internal|[a-z][a-z0-9_-]*)$/i.test(host);
}

export function isDocumentationHost(host: string): boolean {
  return /(?:^|\.)(?:example(?:\.(?:com|org|net))?|invalid|test)$/i.test(host) || /^(?:host|hostname|your[_-].*|server)$/i.test(host);
}
