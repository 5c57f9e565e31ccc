import type { Scheme } from "./scheme.ts";

/** Of somebody whom a JSON web token would describe. */
export interface ClaimsFor {
  readonly user: string;
  readonly role: string | undefined;
  readonly tenant: string | undefined;
  /** By path: "aal" → "aal2", "app_metadata.org_id" → "7". Values that are JSON are taken as such. */
  readonly further: Readonly<Record<string, string>>;
  /** False for others than the user who was asked for: they do not get the user's tenant. */
  readonly own: boolean;
}

/** The settings that PostgREST and Supabase make of a token: all claims as JSON, and the old settings with one claim each. */
export function claimsOf(scheme: Scheme, of: ClaimsFor): Record<string, string> {
  const claims: Record<string, unknown> = {
    sub: of.user,
    ...(of.role === undefined ? {} : { role: of.role }),
    aud: "authenticated",
    email: `${of.user}@example.com`,
    aal: "aal1",
    amr: [{ method: "password", timestamp: 1_577_836_800 }],
    session_id: "de000000-0000-4000-8000-0000000000aa",
    is_anonymous: false,
    app_metadata: {},
    user_metadata: {},
  };
  for (const [path, value] of Object.entries(of.further)) {
    const tenant = of.tenant !== undefined && /tenant|org|team|workspace|company/i.test(path.split(".").at(-1) ?? "");
    place(claims, path.replace(/^request\.jwt\.claims?\./, ""), tenant && !of.own ? of.tenant : json(value));
  }
  const old = scheme.claimSettings.map((name) => [name, claims[name.slice("request.jwt.claim.".length)]] as const).filter(([, value]) => value !== undefined);
  return { "request.jwt.claims": JSON.stringify(claims), "request.jwt.claim.sub": of.user, ...Object.fromEntries(old.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)])) };
}

function place(claims: Record<string, unknown>, path: string, value: unknown): void {
  const [first, ...rest] = path.split(".");
  if (first === undefined || first === "" || first === "__proto__") return;
  if (rest.length === 0) {
    claims[first] = value;
    return;
  }
  const inner = claims[first];
  const object: Record<string, unknown> = typeof inner === "object" && inner !== null ? { ...inner } : {};
  place(object, rest.join("."), value);
  claims[first] = object;
}

function json(value: string): unknown {
  if (!/^(?:[[{"]|true$|false$|null$)/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
