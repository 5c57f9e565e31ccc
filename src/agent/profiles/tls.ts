export type TlsMode = "disable" | "require" | "verify-ca" | "verify-full";

export const tlsModes: readonly TlsMode[] = ["disable", "require", "verify-ca", "verify-full"];

export const mysqlWords: Readonly<Record<TlsMode, string>> = { disable: "DISABLED", require: "REQUIRED", "verify-ca": "VERIFY_CA", "verify-full": "VERIFY_IDENTITY" };

/** The mode that a URL asks for, in any of the writings that clients have; the parameters that said it, so that they are not kept twice. Undefined where none does. */
export function tlsOfQuery(query: URLSearchParams): { readonly mode: TlsMode | undefined; readonly used: readonly string[] } {
  const used = [...query.keys()].filter(saysTls);
  const value = (...names: readonly string[]): string | undefined => {
    const key = used.find((name) => names.includes(name.toLowerCase()));
    return key === undefined ? undefined : (query.get(key) ?? "").toLowerCase();
  };
  const named = tlsModes.find((mode) => [mode, mysqlWords[mode].toLowerCase()].includes(value("sslmode", "ssl-mode") ?? ""));
  if (named !== undefined) return { mode: named, used };
  const on = value("ssl", "tls", "usessl");
  if (on === undefined) return { mode: value("sslaccept") === undefined ? undefined : value("sslaccept") === "strict" ? "verify-full" : "require", used };
  if (["false", "0", "off", "no"].includes(on)) return { mode: "disable", used };
  const anyCertificate = value("tlsinsecure") === "true" || value("tlsallowinvalidcertificates") === "true" || on === "skip-verify" || /"?rejectunauthorized"?\s*:\s*false/.test(on);
  return { mode: anyCertificate ? "require" : value("tlsallowinvalidhostnames") === "true" ? "verify-ca" : "verify-full", used };
}

/** True for a URL parameter that says how the transport is protected. */
export function saysTls(parameter: string): boolean {
  return /^(?:ssl-?mode|ssl|tls|usessl|sslaccept|tlsinsecure|tlsallowinvalid(?:certificates|hostnames))$/i.test(parameter);
}
