import { expect, test } from "vitest";
import { named, namesOtherPeople, namesTenant, namesUsers, ownerTier, words } from "../../../../src/engines/postgresql/access/design/names.ts";

test("names of owners in any spelling, the plainest first", () => {
  for (const name of ["owner_id", "ownerId", "Owner ID", "user_id", "owner", "user_uuid"]) expect(ownerTier(name), name).toBe(0);
  for (const name of ["created_by", "author_id", "creatorId", "profile_id"]) expect(ownerTier(name), name).toBe(1);
  for (const name of ["title", "users_count", "owner_notes", "id"]) expect(ownerTier(name), name).toBeUndefined();
});

test("names of people who do not own a row", () => {
  for (const name of ["approved_by", "mod_person_id", "other_person_id", "assigned_to", "updated_by", "admin_id"]) expect(namesOtherPeople(name), name).toBe(true);
  for (const name of ["created_by", "model_id", "owner_id", "modality"]) expect(namesOtherPeople(name), name).toBe(false);
});

test("names of tenants and of tables of users", () => {
  for (const name of ["org_id", "tenantId", "organisation_id", "workspace", "team_uuid"]) expect(namesTenant(name), name).toBe(true);
  for (const name of ["client_id", "group_id", "organ_id", "original_id"]) expect(namesTenant(name), name).toBe(false);
  for (const name of ["users", "person", "profiles", "accounts", "local_user"]) expect(namesUsers(name), name).toBe(true);
  for (const name of ["user_roles", "account_types", "userspace"]) expect(namesUsers(name), name).toBe(false);
});

test("a name that is too long is cut in whole characters and never taken twice", () => {
  const long = named("ü".repeat(60), "_owner", () => false);
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(63);
  expect(long).toMatch(/^ü+_owner$/);
  expect(named("orders", "_idx", (name) => name === "orders_idx")).toBe("orders_idx_2");
});

test("words for helpers hold nothing but letters, digits and underscores", () => {
  expect(words('we"ird <img onerror=x>')).toBe("we_ird_img_onerror_x");
  expect(words("Größe")).toBe("gro_e");
  expect(words("日本")).toBe("row");
});
