/** The settings of somebody with another id and further claims, by their path: "user_role", "app_metadata.role". Settings that hold no claims stay, but for the id. */
export function withClaims(settings: Readonly<Record<string, string>>, id: string | undefined, further: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(settings).map(([name, value]): [string, string] => {
    if (name === "request.jwt.claim.sub") return [name, id ?? value];
    if (name !== "request.jwt.claims") return [name, id !== undefined && /user|person|uid|sub|actor/i.test(name) ? id : value];
    const claims = JSON.parse(value) as Record<string, unknown>;
    if (id !== undefined) claims["sub"] = id;
    for (const [path, told] of Object.entries(further)) put(claims, path.split("."), told);
    return [name, JSON.stringify(claims)];
  });
  return Object.fromEntries(entries);
}

function put(claims: Record<string, unknown>, [first = "", ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) claims[first] = value;
  else {
    const inner = typeof claims[first] === "object" && claims[first] !== null ? (claims[first] as Record<string, unknown>) : {};
    claims[first] = inner;
    put(inner, rest, value);
  }
}
