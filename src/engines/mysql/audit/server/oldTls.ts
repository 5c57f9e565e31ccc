import type { MysqlRule } from "../rule.ts";

/** Source: RFC 8996; MySQLTuner. */
export const oldTls: MysqlRule = {
  id: "server/old-tls",
  title: "Outdated versions of TLS are accepted",
  why: "TLS 1.0 and 1.1 are withdrawn (RFC 8996). MySQL 8.0.28 and later no longer know them.",
  scope: "full",
  find: ({ variables }) => {
    const old = (variables.get("tls_version") ?? "").split(",").map((one) => one.trim()).filter((one) => /^TLSv1(?:\.[01])?$/i.test(one));
    return old.length === 0 ? [] : [{ rule: "server/old-tls", object: "server", part: "tls_version", severity: "warning", message: `The server accepts ${old.join(" and ")}, which are withdrawn. Set tls_version to TLSv1.2,TLSv1.3.` }];
  },
};
