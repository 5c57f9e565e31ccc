/** A setting's amount that holds `bytes`: whole megabytes, doubled until it fits. */
export function memorySetting(bytes: number): string {
  let megabytes = 4;
  while (megabytes * 1024 ** 2 < bytes) megabytes *= 2;
  return megabytes >= 1024 ? `${megabytes / 1024}GB` : `${megabytes}MB`;
}

/** Above this the rows should become fewer, not the memory more. */
export const tooMuchMemory = 1024 ** 3;

/** The advice for what did not fit into work_mem. `bytes`: what it would have needed in memory, about. */
export function memoryAdvice(bytes: number, hashed: boolean): { readonly advice: string; readonly sql?: string } {
  if (bytes > tooMuchMemory) return { advice: "It would need more than 1 GB of memory: make the rows or their columns fewer before this step rather than the memory more." };
  const also = hashed ? ", or increase hash_mem_multiplier (hashes may use work_mem times this)" : "";
  return { advice: `Give this statement about ${memorySetting(bytes)} of work_mem${also}; each such step of each session may use as much, so set it for the statement and not for the server.`, sql: `SET LOCAL work_mem = '${memorySetting(bytes)}'` };
}
