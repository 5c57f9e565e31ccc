import type { AuditedText } from "../../../core/audit/engineLook.ts";
import type { World } from "./world/world.ts";

const holders = ["init_connect", "init_slave", "init_replica", "wsrep_sst_auth", "wsrep_provider_options", "report_password"];

/** Texts outside of the catalog's definitions in which a password may stand: settings of the server, and connections of FEDERATED, CONNECT and SPIDER tables. */
export function textsOf({ catalog, variables }: World): AuditedText[] {
  return [
    ...holders.flatMap((name): AuditedText[] => {
      const text = variables.get(name) ?? "";
      return text === "" ? [] : [{ object: `setting ${name}`, text }];
    }),
    ...catalog.tables.flatMap(({ name, options, comment }) => [
      ...Object.entries(options).filter(([option]) => !known.has(option)).map(([option, text]): AuditedText => ({ object: `table ${name}`, part: option.replaceAll("`", ""), text })),
      ...(comment === undefined || options["engine"]?.toUpperCase() !== "SPIDER" ? [] : [{ object: `table ${name}`, part: "comment", text: comment }]),
    ]),
  ];
}

const known = new Set(["engine", "collate", "row_format", "periods", "systemVersioning"]);
