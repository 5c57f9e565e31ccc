import type { Check } from "./check.ts";

const skewAllowedMs = 5_000;

/** The server's clock (milliseconds) beside this machine's, which was `sent` before and `received` after it was asked. */
export function clockCheck(server: number, sent: number, received: number): Check {
  const skew = server < sent ? server - sent : server > received ? server - received : 0;
  if (Math.abs(skew) <= skewAllowedMs) return { key: "clock", name: "Clock", status: "passed", detail: "This machine's clock and the server's agree." };
  return { key: "clock", name: "Clock", status: "warning", detail: `The server's clock is ${(Math.abs(skew) / 1000).toFixed(1)} s ${skew > 0 ? "ahead of" : "behind"} this machine's.`, next: "Times in the migration history will not fit those of snapshots." };
}

/** Whether what goes over the network is encrypted, or does not leave this machine. */
export function encryptionCheck(tls: boolean | null, local: boolean, parameter: string): Check {
  if (tls === true) return { key: "tls", name: "Encryption", status: "passed", detail: "The connection is encrypted with TLS." };
  if (local) return { key: "tls", name: "Encryption", status: "passed", detail: "Not encrypted, and it does not leave this machine." };
  return { key: "tls", name: "Encryption", status: "warning", detail: "The connection is not encrypted: passwords and rows can be read on the way.", next: `Add ${parameter} to the URL, or set tls of the connection.` };
}
