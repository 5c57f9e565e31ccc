import type { ViewObject } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { quoteText } from "../quote.ts";
import { commentParts } from "./comment.ts";
import { grantParts } from "./grant.ts";
import { identifier, objectName } from "./identifier.ts";
import { viewIndexParts } from "./indexes.ts";
import type { Part } from "./part.ts";
import { triggerParts } from "./trigger.ts";

/** A view or materialised view with its indexes, triggers, comments and grants. */
export function viewParts(view: ViewObject): Part[] {
  const key = viewKey(view);
  const name = objectName(view);
  const keyword = view.form === "view" ? "VIEW" : "MATERIALIZED VIEW";
  const create = createView(view, keyword);
  return [
    {
      key,
      object: key,
      family: "view",
      needs: [`schema ${view.schema}`],
      text: view.query,
      uses: view.dependsOn.map((item) => `${item.schema}.${item.name}`),
      state: create,
      create: [create],
      drop: [`DROP ${keyword} ${name}`],
    },
    ...viewIndexParts(view.indexes, qualified(view), key),
    ...triggerParts(view, key),
    ...commentParts(key, `${keyword} ${name}`, view.comment),
    ...view.columns.flatMap((column) => columnComment(view, key, column)),
    ...grantParts(key, `TABLE ${name}`, view),
  ];
}

export function viewKey(view: ViewObject): string {
  return `${view.form} ${qualified(view)}`;
}

function createView(view: ViewObject, keyword: string): string {
  const columns = view.columns.map((column) => identifier(column.name)).join(", ");
  const { checkOption, tablespace, accessMethod, ...rest } = view.options;
  const parameters = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${quoteText(value)}`);
  const using = accessMethod === undefined ? "" : `\nUSING ${identifier(accessMethod)}`;
  const options = parameters.length === 0 ? "" : `\nWITH (${parameters.join(", ")})`;
  const space = tablespace === undefined ? "" : `\nTABLESPACE ${identifier(tablespace)}`;
  const check = checkOption === undefined ? "" : `\nWITH ${checkOption.toUpperCase()} CHECK OPTION`;
  const populated = view.form === "materializedView" && view.populated === false ? "\nWITH NO DATA" : "";
  return `CREATE ${keyword} ${objectName(view)}${columns === "" ? "" : ` (${columns})`}${using}${options}${space} AS\n${view.query.trimEnd()}${check}${populated}`;
}

function columnComment(view: ViewObject, key: string, column: ViewObject["columns"][number]): Part[] {
  return commentParts(key, `COLUMN ${objectName(view)}.${identifier(column.name)}`, column.comment).map((part) => ({ ...part, key: `${key}#comment ${column.name}` }));
}
