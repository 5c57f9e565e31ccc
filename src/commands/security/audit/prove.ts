import type { AuditFinding } from "../../../core/audit/auditFinding.ts";
import { findingKey } from "../../../core/audit/auditFinding.ts";
import type { Catalog } from "../../../core/catalog/catalog.ts";
import { isDataEngineerError } from "../../../core/errors.ts";
import type { Session } from "../../../engines/engine.ts";
import type { LookRequest } from "./look.ts";
import { look } from "./look.ts";
import type { TrialPlace } from "./place.ts";
import { accessPlace, shadowPlace, structurePlace } from "./place.ts";
import type { Proof, Proofs } from "./proof.ts";
import { tryFinding } from "./tryFinding.ts";

export interface ProveRequest extends LookRequest {
  /** Fixes of tables with more rows than this are not executed on them: others would wait. */
  readonly largeTableRows: number;
  /** Told before each finding is tried, from 1. */
  readonly onProgress: (done: number, total: number) => void;
}

/** Tries findings and their fixes, all of one place in one trial; nothing of it is left. Those that have neither attack nor fix are given back as they are. */
export async function prove(session: Session, findings: readonly AuditFinding[], catalog: Catalog, request: ProveRequest): Promise<Proofs> {
  const bare: ProveRequest = { ...request, files: [] };
  const open = findings.filter((finding) => finding.attacks !== undefined || finding.fix !== undefined);
  const found: Proof[] = findings.filter((finding) => !open.includes(finding)).map((finding) => ({ finding, attack: "none", fix: { verdict: "none" }, evidence: [] }));
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
  const proofs: Proof[] = [];
  while (proofs.length < findings.length) {
    await place.run(async (trial) => {
      const base = await look(trial.session, request);
      const there = new Set(base.findings.map(findingKey));
      for (const finding of findings.slice(proofs.length)) {
        onNext();
        proofs.push(there.has(findingKey(finding)) ? await tryFinding(finding, { trial, access: session.access, base, request }) : absent(finding, place));
        if (trial.spoiled) return;
      }
    });
  }
  return proofs;
}

function absent(finding: AuditFinding, place: TrialPlace): Proof {
  const why = `the finding does not show ${place.label}, so that nothing there could mend it`;
  return { finding, attack: finding.attacks === undefined ? "none" : "failed", fix: finding.fix === undefined ? { verdict: "none" } : { verdict: "refused", why }, evidence: [] };
}

interface Placed {
  readonly place: TrialPlace;
  readonly own: readonly AuditFinding[];
}

/** What has attacks is tried where accounts are; what has not, where it disturbs nobody. */
function placed(session: Session, findings: readonly AuditFinding[], catalog: Catalog, request: ProveRequest): Placed[] {
  const large = new Set(catalog.tables.filter((table) => (table.estimatedRows ?? 0) > request.largeTableRows).map((table) => (table.schema === "" ? table.name : `${table.schema}.${table.name}`)));
  const access = accessPlace(session, request.signal);
  const structure = access ?? structurePlace(session, request.signal);
  const attacked = findings.filter((finding) => finding.attacks !== undefined && finding.attacks.length > 0);
  const plain = findings.filter((finding) => !attacked.includes(finding));
  const aside = plain.filter((finding) => large.has(finding.object));
  return [
    { place: structure, own: [...attacked, ...plain.filter((finding) => !aside.includes(finding))] },
    { place: shadowPlace(session, request.signal), own: aside },
  ].filter(({ own }) => own.length > 0);
}
