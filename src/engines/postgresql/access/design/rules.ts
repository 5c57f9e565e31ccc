import type { TableObject } from "../../../../core/catalog/catalog.ts";
import { qualified } from "../../../../core/catalog/objects.ts";
import { UsageError } from "../../../../core/errors.ts";
import { quoteName } from "../../quote.ts";
import type { Bond } from "./bond.ts";
import { membershipOf } from "./bond.ts";
import { belongs, ids, rolesOf } from "./condition.ts";
import type { Bonds } from "./findBond.ts";
import type { Helper } from "./helper.ts";
import { helperFor } from "./helper.ts";
import { seatsIn } from "./membership.ts";
import type { Rule } from "./policies.ts";
import type { Level } from "./roleWords.ts";
import type { DesignRoom } from "./room.ts";

export interface Rules {
  readonly rules: readonly Rule[];
  readonly helper: Helper | null;
  /** What decides, in the order of the reasons. */
  readonly bonds: readonly Bond[];
  readonly warnings: readonly string[];
}

/** kiss: one rule for all commands. granular: one for each, by what the role of a member allows. None where a row is nobody's. */
export function rulesOf(room: DesignRoom, bonds: Bonds, roles: readonly string[]): Rules {
  const { table, request } = room;
  const isSeats = seatsIn(table).length > 0;
  const bond = request.mode === "granular" || request.owner === undefined && request.tenant !== undefined ? (bonds.tenant ?? bonds.owner) : (bonds.owner ?? bonds.tenant);
  if (bond === null) return { rules: [], helper: null, bonds: [], warnings: [] };
  if (isSeats && request.mode === "kiss") throw seatsRefused(table);
  const helper = needsHelper(bond) && room.scheme.form !== "role" ? helperFor(room.catalog, room.scheme, bond, roles) : null;
  const at = (level: Level): string => condition(room, bond, helper, level);
  const warnings = rankWarnings(bond, request.mode);
  if (request.mode === "kiss") return { rules: [{ command: "ALL", using: at("write"), check: at("write") }], helper, bonds: [bond], warnings };
  const owner = bond.form === "tenant" && !isSeats && bonds.owner?.form === "user" ? bonds.owner : null;
  const writing: Level = isSeats ? "admin" : "write";
  const inserted = [at(writing), ...(owner === null ? [] : [belongs(room.scheme, owner, "", null)])].join(" AND ");
  const removed = owner !== null && membershipOf(bond)?.role == null ? [at("admin"), belongs(room.scheme, owner, "", null)].join(" AND ") : at("admin");
  return {
    rules: [
      { command: "SELECT", using: at("read") },
      { command: "INSERT", check: inserted },
      { command: "UPDATE", using: at(writing), check: at(writing) },
      { command: "DELETE", using: removed },
    ],
    helper, bonds: [bond, ...(owner === null ? [] : [owner])], warnings,
  };
}

function needsHelper(bond: Bond): boolean {
  return bond.form === "parent" || (bond.form === "tenant" && bond.via !== null);
}

/** The ids are collected once for a statement (an InitPlan), and an index can look them up. */
function condition(room: DesignRoom, bond: Bond, helper: Helper | null, level: Level): string {
  if (!needsHelper(bond)) return belongs(room.scheme, bond, "", null);
  const query = helper === null ? ids(room.scheme, bond, rolesOf(membershipOf(bond), level)) : `select ${helper.call(level)}`;
  return `${quoteName(bond.column.name)} = any (array(${query}))`;
}

function rankWarnings(bond: Bond, mode: "kiss" | "granular"): string[] {
  const via = membershipOf(bond);
  if (via === null) return [];
  const { role } = via;
  const where = qualified(via.table);
  if (role === null) return mode === "granular" ? [`Nothing in ${where} tells what a member may do, so that every member may read and change the rows of the tenant.`] : [];
  const reading = role.ranks.read.filter((word) => !role.ranks.write.includes(word));
  return [
    ...(role.ranks.unranked.length === 0 ? [] : [`What ${role.ranks.unranked.join(", ")} in ${where}.${role.column.name} may do is not known from the word: ${role.ranks.unranked.length === 1 ? "it" : "they"} may read only.`]),
    ...(mode === "kiss" && reading.length > 0 ? [`One policy cannot tell reading from writing: ${reading.join(", ")} of ${where} ${reading.length === 1 ? "reaches" : "reach"} no row. Use granular to let them read.`] : []),
  ];
}

function seatsRefused(table: TableObject): UsageError {
  return new UsageError("badArgument", `${qualified(table)} says who belongs to which tenant: an owner's policy would let everybody add himself to any tenant, or raise his own role.`, { next: "Use granular: members read, and only those who may administer a tenant change its members." });
}
