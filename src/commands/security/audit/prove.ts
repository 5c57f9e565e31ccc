import type { AuditFinding } from "../../../core/audit/auditFinding.ts";
import { findingKey, isTriable } from "../../../core/audit/auditFinding.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { isDataEngineerError } from "../../../core/errors.ts";
import type { Session } from "../../../engines/engine.ts";
import type { LookRequest } from "./look.ts";
import { look } from "./look.ts";
import type { TrialPlace } from "./place.ts";
import { accessPlace, shadowPlace, structurePlace } from "./place.ts";
import type { Proof, Proofs } from "./proof.ts";
import type { Attacked, TrialRoom } from "./tryAttacks.ts";
import { tryAttacks } from "./tryAttacks.ts";
import type { TriedFix } from "./tryFixes.ts";
import { tryFixes, unfit } from "./tryFixes.ts";

export interface ProveRequest extends LookRequest {
  /** Fixes of tables with more rows than this are not executed on them: others would wait. */
  readonly largeTableRows: number;
  /** How often one trial executes fixes and looks again; absent: as often as is needed. */
  readonly mostLooks?: number;
  /** Told before each finding is tried, from 1. */
  readonly onProgress: (done: number, total: number) => void;
}

/** Tries findings and their fixes, all of one place in one trial; nothing of it is left. Those that have neither attack nor fix are given back as they are. */
export async function prove(session: Session, findings: readonly AuditFinding[], catalog: Catalog, request: ProveRequest): Promise<Proofs> {
  const bare: ProveRequest = { ...request, files: [] };
  const open = findings.filter(isTriable);
  const found: Proof[] = findings.filter((finding) => !open.includes(finding)).map((finding) => ({ finding, attack: "none", fix: { verdict: "none" }, attempts: [] }));
  const places: string[] = [];
  const problems: string[] = [];
  let done = 0;
  for (const { place, own } of placed(session, open, catalog, bare)) {
    try {
      found.push(...(await tryAll(session, place, own, bare, () => request.onProgress((done += 1), open.length))));
      places.push(place.label);
    } catch (error) {
      if (!isDataEngineerError(error) || error.kind === "cancelled" || error.kind === "connection") throw error;
      problems.push(`Nothing could be tried ${place.label}: ${error.message}${error.next === undefined ? "" : ` ${error.next}`}`);
    }
  }
  return { proofs: found, places, problems };
}

/** In one trial, and in a further one wherever a try could not be undone. */
async function tryAll(session: Session, place: TrialPlace, findings: readonly AuditFinding[], request: ProveRequest, onNext: () => void): Promise<Proof[]> {
  const proofs = new Map<AuditFinding, Proof>();
  let grouped = true;
  while (proofs.size < findings.length) {
    const left = findings.filter((finding) => !proofs.has(finding));
    await place.run(async (trial) => {
      const room: TrialRoom = { trial, access: session.access, base: await look(trial.session, request), request, looksLeft: request.mostLooks ?? Number.POSITIVE_INFINITY };
      const there = new Set(room.base.findings.map(findingKey));
      const attacked: Attacked[] = [];
      for (const finding of left) {
        if (grouped) onNext();
        if (there.has(findingKey(finding))) attacked.push(await tryAttacks(finding, room));
        else proofs.set(finding, absent(finding, place));
      }
      const fixes = await triedFixes(attacked, room, grouped);
      for (const one of attacked) {
        const came = fixes.get(one);
        if (came !== undefined) proofs.set(one.finding, { ...one, fix: came.verdict, attempts: came.attempts ?? one.attempts });
      }
    });
    grouped = false;
  }
  return findings.flatMap((finding) => proofs.get(finding) ?? []);
}

async function triedFixes(attacked: readonly Attacked[], room: TrialRoom, grouped: boolean): Promise<ReadonlyMap<Attacked, TriedFix>> {
  const told = new Map<Attacked, TriedFix>();
  const fit: Attacked[] = [];
  for (const one of attacked) {
    const why = unfit(one, room);
    if (one.finding.fix !== undefined && why === undefined) fit.push(one);
    else told.set(one, { verdict: why === undefined ? { verdict: "none" } : { verdict: "refused", why } });
  }
  for (const group of grouped ? independent(fit, room.base.catalog) : fit.map((one) => [one])) await tryFixes(group, room, told);
  return told;
}

/** Groups in which each finding is about another table or view; what is about something else (a role, a routine, the server) may touch anything and stands alone. */
function independent(attacked: readonly Attacked[], { tables, views }: Catalog): readonly (readonly Attacked[])[] {
  const relations = new Set([...tables, ...views].map(relationName));
  const groups: Attacked[][] = [];
  const alone: Attacked[][] = [];
  const used = new Map<string, number>();
  for (const one of attacked) {
    const { object } = one.finding;
    const nth = used.get(object) ?? 0;
    used.set(object, nth + 1);
    if (relations.has(object)) (groups[nth] ??= []).push(one);
    else alone.push([one]);
  }
  return [...groups, ...alone];
}

function relationName({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return schema === "" ? name : `${schema}.${name}`;
}

function absent(finding: AuditFinding, place: TrialPlace): Proof {
  const why = `the finding does not show ${place.label}, so that nothing there could mend it`;
  return { finding, attack: finding.attacks === undefined && finding.breaks === undefined ? "none" : "failed", fix: finding.fix === undefined ? { verdict: "none" } : { verdict: "refused", why }, attempts: [] };
}

interface Placed {
  readonly place: TrialPlace;
  readonly own: readonly AuditFinding[];
}

/** What has attacks is tried where accounts are; what has not, where it disturbs nobody. */
function placed(session: Session, findings: readonly AuditFinding[], catalog: Catalog, request: ProveRequest): Placed[] {
  const large = new Set(catalog.tables.filter((table) => (table.estimatedRows ?? 0) > request.largeTableRows).map(relationName));
  const access = accessPlace(session, request.signal);
  const structure = access ?? structurePlace(session, request.signal);
  const attacked = findings.filter((finding) => (finding.attacks ?? []).length > 0 || finding.breaks !== undefined);
  const plain = findings.filter((finding) => !attacked.includes(finding));
  const aside = plain.filter((finding) => large.has(finding.object));
  return [
    { place: structure, own: [...attacked, ...plain.filter((finding) => !aside.includes(finding))] },
    { place: shadowPlace(session, request.signal), own: aside },
  ].filter(({ own }) => own.length > 0);
}
