/** A secret that is known by how it is written. */
export interface TokenShape {
  /** With its article, as a report names it: "an access key of AWS". */
  readonly kind: string;
  readonly find: RegExp;
}

/** A private key in PEM, to its end or to the end of the text. */
export const privateKey = /-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----[\s\S]*?(?:-----END \1PRIVATE KEY-----|$)/g;

/** A JSON web token: header, payload and mostly a signature. */
export const jsonWebToken = /\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)?/g;

/** Tokens that services give out in a form of their own. Publishable keys (pk_…, sb_publishable_…) are none. */
export const tokenShapes: readonly TokenShape[] = [
  { kind: "an access key of AWS", find: /\b(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA)[A-Z0-9]{16}\b/g },
  { kind: "a token of GitHub", find: /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})/g },
  { kind: "a token of GitLab", find: /\bglpat-[A-Za-z0-9_-]{16,}/g },
  { kind: "a token of Slack", find: /\bxox[abeprs]-[A-Za-z0-9-]{10,}/g },
  { kind: "a webhook of Slack", find: /\bhooks\.slack\.com\/services\/T[A-Za-z0-9]{6,}\/B[A-Za-z0-9]{6,}\/[A-Za-z0-9]{16,}/g },
  { kind: "a secret key of Stripe", find: /\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,}|\bwhsec_[A-Za-z0-9+/=]{24,}/g },
  { kind: "a key of Google", find: /\bAIza[A-Za-z0-9_-]{35}\b|\bGOCSPX-[A-Za-z0-9_-]{20,}/g },
  { kind: "a secret key of Supabase", find: /\bsbp_[a-f0-9]{30,}|\bsb_secret_[A-Za-z0-9_-]{20,}/g },
  { kind: "a token of npm", find: /\bnpm_[A-Za-z0-9]{30,}/g },
  { kind: "a key of SendGrid", find: /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/g },
  { kind: "a key of a language model", find: /\bsk-(?:proj|ant|svcacct|or)-[A-Za-z0-9_-]{20,}|\bhf_[A-Za-z0-9]{30,}/g },
  { kind: "a credential of PlanetScale", find: /\bpscale_(?:pw|tkn|oauth)_[A-Za-z0-9_-]{20,}/g },
  { kind: "a token of DigitalOcean", find: /\bdo[opr]_v1_[a-f0-9]{40,}/g },
  { kind: "a token of Vault", find: /\bhvs\.[A-Za-z0-9_-]{20,}/g },
];

/** PASSWORD '…' of CREATE/ALTER ROLE and USER MAPPING, IDENTIFIED BY '…', SET PASSWORD = '…': any SQL string form. $1 is what stands before it, $2 the literal. */
export const setPassword = /\b(password\s*(?:=\s*|\(\s*)?|identified\s+(?:with\s+\S+\s+)?(?:by|as)\s+(?:password\s+)?)((?:E|U&|N)?'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|\$(\w*)\$[\s\S]*?(?:\$\3\$|$))/gi;

/** Not a secret: what says that one is wanted, absent or hidden already. */
export function saysNothing(value: string): boolean {
  return /^["']?(?:\*{3}|null|undefined|<[^>]*>|\$\{[^}]*\}|\$\d+|\?)["']?$/i.test(value);
}
