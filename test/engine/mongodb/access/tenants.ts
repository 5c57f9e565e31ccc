import type { Session } from "../../../../src/engines/engine.ts";

/** Orders of three tenants behind a validator of their own, notes of owners, and what belongs to nobody. */
export async function plantTenants(session: Session): Promise<void> {
  const orders = Array.from({ length: 9 }, (_, at) => ({ _id: at, tenant_id: ["acme", "globex", "initech"][at % 3], total: at + 1, status: "open" }));
  for (const command of [
    { create: "orders", validator: { $jsonSchema: { required: ["total", "status"], properties: { total: { bsonType: "int", minimum: 1 }, status: { enum: ["open", "paid"] } } } } },
    { insert: "orders", documents: orders },
    { insert: "notes", documents: [{ _id: 1, ownerId: 7 }, { _id: 2, ownerId: 8 }] },
    { insert: "settings", documents: [{ _id: 1, key: "a" }] },
    { create: "open_orders", viewOn: "orders", pipeline: [{ $match: { status: "open" } }] },
  ]) await session.run(JSON.stringify(command));
}
