import type { IndexObject, TableObject } from "../../../core/catalog/catalog.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import { commentParts } from "./comment.ts";
import { constraintKey, indexLink } from "./constraint.ts";
import { objectName } from "./identifier.ts";
import { parentOf, type Tables } from "./link.ts";
import type { Family, Part } from "./part.ts";

/** A table's indexes but for those that constraints own. */
export function tableIndexParts(table: TableObject, tables: Tables): Part[] {
  const owner = `table ${qualified(table)}`;
  return table.indexes.flatMap((index) => {
    const commented = commentParts(`index ${qualified(table)}.${index.name}`, `INDEX ${objectName({ schema: index.schema, name: index.name })}`, index.comment, [owner]);
    if (index.constraint !== undefined) return commented.map((part) => ({ ...part, needs: [constraintKey(table, index.constraint!)], within: [constraintKey(table, index.constraint!), owner] }));
    const part = indexPart(index, qualified(table), owner, "index");
    const partOf = index.partOf;
    const parent = partOf === undefined ? undefined : parentOf(table, tables, (item) => item.indexes.find((other) => other.name === partOf));
    if (parent === undefined) return [part, ...commented];
    const from = `index ${qualified(parent.table)}.${parent.found.name}`;
    return [
      { ...part, needs: [...part.needs, from], inherited: { link: parent.link, from, follows: false } },
      indexLink(table, { link: parent.link, from }, part.key, index.name, { schema: parent.table.schema, name: parent.found.name }),
      ...commented,
    ];
  });
}

/** The indexes of a materialised view. */
export function viewIndexParts(indexes: readonly IndexObject[], relation: string, owner: string): Part[] {
  return indexes.flatMap((index) => [indexPart(index, relation, owner, "viewIndex"), ...commentParts(`index ${relation}.${index.name}`, `INDEX ${objectName(index)}`, index.comment, [owner])]);
}

function indexPart(index: IndexObject, relation: string, owner: string, family: Family): Part {
  const key = `index ${relation}.${index.name}`;
  return {
    key,
    object: key,
    family,
    needs: [owner],
    text: index.definition,
    table: relation,
    within: [owner],
    state: `${index.definition} ${index.valid}`,
    create: [index.definition],
    drop: [`DROP INDEX ${objectName(index)}`],
  };
}
