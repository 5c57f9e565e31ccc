import type { Session } from "../../../engines/engine.ts";

/** Where findings and fixes are tried, and how one try is kept from the next. */
export interface TrialPlace {
  /** "in a transaction of the target that is rolled back" */
  readonly label: string;
  run<Value>(work: (trial: Trial) => Promise<Value>): Promise<Value>;
}

export interface Trial {
  readonly session: Session;
  /** Whether all that runs here is undone by a rollback; else a try is undone by its own way back, and what acts on the whole server is not tried. */
  readonly rollsBack: boolean;
  /** Set where a way back failed and a rollback does not help: what is tried here from then on shows nothing. */
  spoiled: boolean;
  /** Gives what `work` gave and leaves nothing of it, also when it throws. */
  isolated<Value>(work: () => Promise<Value>): Promise<Value>;
}

/** Where attacks are tried: as the engine's access adapter says. Null where it has none, or its trials lack the rows that findings depend on. */
export function accessPlace(session: Session, signal: AbortSignal): TrialPlace | null {
  const { access, audit } = session;
  if (access === undefined || audit.sampled === true) return null;
  return { label: access.trialPlace, run: (work) => access.trial((inside) => work(trialOn(inside)), signal) };
}

/** Where what needs no accounts (an index, a constraint) is tried: in a transaction where that takes back structure, else on a scratch database. */
export function structurePlace(session: Session, signal: AbortSignal): TrialPlace {
  if (session.migrations.trial !== "transaction") return shadowPlace(session, signal);
  return { label: "in a transaction of the target that is rolled back", run: (work) => session.transaction("rollback", () => work(trialOn(session))) };
}

/** A disposable database with the same structure and no rows, or a sample of them where findings depend on those. */
export function shadowPlace(session: Session, signal: AbortSignal): TrialPlace {
  const sampled = session.audit.sampled === true;
  return {
    label: sampled ? "on a scratch database of the same structure with a sample of the documents" : "on a scratch database of the same structure",
    run: async (work) => {
      const shadow = await session.shadow({ data: sampled ? "sample" : "schema", signal });
      try {
        const { session: inside } = shadow;
        return inside.migrations.undoes === "structure" ? await inside.transaction("rollback", () => work(trialOn(inside))) : await work(trialOn(inside));
      } finally {
        await shadow.drop();
      }
    },
  };
}

function trialOn(session: Session): Trial {
  const rollsBack = session.migrations.undoes === "structure";
  return { session, rollsBack, spoiled: false, isolated: (work) => (rollsBack ? session.savepoint("undo", work) : work()) };
}
