/** Is it reached from the server's own machine alone? */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d+){3}$/.test(host);
}

/** Does it stand for machines that nobody has listed? */
export function isAnywhere(host: string): boolean {
  return host === "%" || host === "" || host === "0.0.0.0/0.0.0.0" || host === "::/0";
}

/** Is it a name that the server must look up, which whoever answers for the name decides? */
export function isResolved(host: string): boolean {
  return !isLoopback(host) && !/^[\d.%_/]+$|:/.test(host) && host !== "";
}
