import type { AccessObject } from "../../../core/access/attempt.ts";
import { objectName } from "../../../core/access/cell.ts";
import { UsageError } from "../../../core/errors.ts";

/** The objects that were named, with or without schema. Throws UsageError for a name that nothing has. */
export function chosenObjects(all: readonly AccessObject[], names: readonly string[]): readonly AccessObject[] {
  if (names.length === 0) return all;
  const matches = (object: AccessObject, name: string): boolean => [object.name, `${object.schema}.${object.name}`, objectName(object)].includes(name);
  const unknown = names.find((name) => !all.some((object) => matches(object, name)));
  if (unknown !== undefined) throw new UsageError("badArgument", `There is no object "${unknown}" to test.`, { next: all.length === 0 ? "The database has none." : `There are ${all.slice(0, 8).map(objectName).join(", ")}${all.length > 8 ? ", …" : ""}.` });
  return all.filter((object) => names.some((name) => matches(object, name)));
}
