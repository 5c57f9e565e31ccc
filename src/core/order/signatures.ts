/** A signature without schemas, so that `public.mood` and `mood` are the same argument. */
export function normalSignature(signature: string | undefined): string {
  return (signature ?? "").split(", ").map((type) => type.slice(type.lastIndexOf(".") + 1)).join(", ");
}
