/** "ownerId", "Owner ID" and "owner_id" are one name. */
export function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** Names of columns that say whose a row is, the plainest first: whoever owns it, then whoever made it. */
const ownerTiers: readonly RegExp[] = [
  /^(?:owner|user|owneruser|authuser|auth|supabaseuser|appuser|u|holder)(?:id|uuid)?$/,
  /^(?:createdby|creator|author|authoruser|postedby|poster|submittedby|submitter|profile|person|member|customer|account)(?:user)?(?:id|uuid)?$/,
];

/** References to people who have to do with a row without owning it. */
const otherPeople = /^(?:other|admin|moderator|target|subject|mention|approv|review|assign|updated|modified|changed|deleted|removed|verif|invit|mod$|modperson|moduser|edited|resolv|banned|blocked|locked|closed|lastmodified)/;

const userTables = /^(?:app|auth|local)?(?:users?|profiles?|userprofiles?|accounts?|useraccounts?|people|persons?)$/;

const tenantColumns = /^(?:org|organi[sz]ation|tenant|team|workspace|company|account)(?:id|uuid)?$/;

/** 0 is the plainest; undefined for a name that says nothing of an owner. */
export function ownerTier(column: string): number | undefined {
  const tier = ownerTiers.findIndex((names) => names.test(plain(column)));
  return tier === -1 ? undefined : tier;
}

export function namesOtherPeople(column: string): boolean {
  return otherPeople.test(plain(column));
}

/** "users", "profiles", "accounts", "person": tables of which a row is somebody. */
export function namesUsers(table: string): boolean {
  return userTables.test(plain(table));
}

export function namesTenant(column: string): boolean {
  return tenantColumns.test(plain(column));
}

/** A name of at most 63 bytes, as PostgreSQL keeps it: `parts` joined, the first one cut where that is too long. */
export function named(first: string, ending: string, taken: (name: string) => boolean): string {
  for (let number = 1; ; number += 1) {
    const tail = number === 1 ? ending : `${ending}_${number}`;
    let head = first;
    while (Buffer.byteLength(head + tail) > 63) head = [...head].slice(0, -1).join("");
    if (!taken(head + tail)) return head + tail;
  }
}

/** Words for the name of a helper: "Order Items" gives "order_items". */
export function words(name: string): string {
  return name.normalize("NFKD").replace(/\p{Mark}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "") || "row";
}
