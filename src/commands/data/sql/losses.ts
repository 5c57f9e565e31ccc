import type { Catalog } from "../../../core/catalog/catalog.ts";
import { impactOf, tableOf } from "../../../core/migration/impact.ts";
import { qualified } from "../../../core/catalog/objects.ts";
import type { Destruction, ObjectRef } from "../../../core/script/facts.ts";
import type { Session } from "../../../engines/engine.ts";
import type { Confirmation } from "../../context.ts";
import { throwIfCancelled } from "../../../core/errors.ts";

/** What a person is told and asked about each loss: the object's name, its rows counted now, what stands downstream. */
export async function describeLosses(session: Session, catalog: Catalog, destroys: readonly Destruction[], signal: AbortSignal): Promise<Confirmation["destroys"]> {
  const described: Confirmation["destroys"][number][] = [];
  for (const destruction of destroys) {
    const rows = await countRows(session, catalog, destruction.object, signal);
    described.push({ object: nameOf(session, catalog, destruction), how: destruction.how, impact: impactOf(catalog, destruction.object), ...(rows === undefined ? {} : { rows }) });
  }
  return described;
}

function nameOf(session: Session, catalog: Catalog, { object, columns }: Destruction): string {
  if (object.kind === "database" && object.name === "") return session.facts.database;
  const table = tableOf(catalog, object);
  const name = table === undefined ? qualified({ schema: object.schema ?? "", name: object.name }) : qualified(table);
  if (object.kind === "column") return `${name}.${object.name}`;
  return columns === undefined || columns.length === 0 ? name : columns.map((column) => `${name}.${column}`).join(", ");
}

async function countRows(session: Session, catalog: Catalog, object: ObjectRef, signal: AbortSignal): Promise<number | undefined> {
  const table = tableOf(catalog, object);
  if (table === undefined) return undefined;
  throwIfCancelled(signal);
  return session.migrations.count({ schema: table.schema, name: table.name });
}
