import { UsageError } from "../../core/errors.ts";

/** How TLS is wanted: the names of MySQL's --ssl-mode. "preferred" encrypts without checking, and goes on without where the server has none. */
export type TlsMode = "disabled" | "preferred" | "required" | "verifyCa" | "verifyIdentity";

/** Where a connection URL leads. Never logged: it holds the password. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly socket: string | undefined;
  readonly user: string;
  readonly password: string;
  /** "" where the URL names none. */
  readonly database: string;
  readonly tls: TlsMode;
  /** Files in PEM form. */
  readonly ca: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

const modes: Readonly<Record<string, TlsMode>> = {
  disabled: "disabled", disable: "disabled", false: "disabled", "0": "disabled",
  preferred: "preferred", prefer: "preferred", allow: "preferred",
  required: "required", require: "required", "skip-verify": "required",
  verifyca: "verifyCa", "verify-ca": "verifyCa",
  verifyidentity: "verifyIdentity", "verify-identity": "verifyIdentity", "verify-full": "verifyIdentity", true: "verifyIdentity", "1": "verifyIdentity",
};

/**
 * Reads `mysql://user:password@host:port/database?ssl-mode=…&ssl-ca=…&socket=…`; the names that other drivers give these (sslmode, ssl, tls,
 * sslrootcert, sslcert, sslkey) are understood too. Throws UsageError("badUrl").
 */
export function parseUrl(url: string): Target {
  const parsed = readUrl(url);
  const named = (...names: string[]): string | undefined => names.map((name) => parsed.searchParams.get(name)).find((value) => value !== null && value !== "") ?? undefined;
  const host = parsed.hostname === "" ? "localhost" : decode(parsed.hostname).replace(/^\[(.*)\]$/, "$1");
  const socket = named("socket", "socketPath", "socket-path") ?? (host.startsWith("/") ? host : undefined);
  return {
    host,
    port: parsed.port === "" ? 3306 : Number(parsed.port),
    socket,
    user: decode(parsed.username),
    password: decode(parsed.password),
    database: decode(parsed.pathname.replace(/^\//, "")),
    tls: tlsMode(named("ssl-mode", "sslmode", "sslMode", "ssl_mode", "ssl", "tls"), socket !== undefined || isLocal(host)),
    ca: named("ssl-ca", "sslrootcert", "sslca", "ssl_ca"),
    certificate: named("ssl-cert", "sslcert", "ssl_cert"),
    key: named("ssl-key", "sslkey", "ssl_key"),
  };
}

function readUrl(url: string): URL {
  try {
    return new URL(url);
  } catch {
    throw badUrl("The connection URL cannot be read.");
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badUrl("A part of the connection URL is not encoded as URLs are.");
  }
}

function badUrl(message: string): UsageError {
  return new UsageError("badUrl", message, {
    next: "Write it as mysql://user:password@host:3306/database; encode special characters of the password (@ is %40, : is %3A, / is %2F, ? is %3F, # is %23, % is %25).",
  });
}

function tlsMode(written: string | undefined, local: boolean): TlsMode {
  if (written === undefined) return local ? "disabled" : "preferred";
  const mode = modes[written.toLowerCase().replaceAll("_", "")];
  if (mode === undefined) throw new UsageError("badUrl", "The connection URL has an ssl-mode that is not known.", { next: "Write one of DISABLED, PREFERRED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY." });
  return mode;
}

function isLocal(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
