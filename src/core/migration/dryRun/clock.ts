import type { Difference } from "../../catalog/diff.ts";

/**
 * True for an object that differs only in the moment at which it was made: a script with `'now'::timestamp` writes that moment into the
 * definition, another one each time it runs. `since`: when the dry-run began, in milliseconds.
 */
export function onlyTheClock({ change, facts }: Difference, since: number): boolean {
  return change === "changed" && facts.every(({ before, after }) => withoutMoments(JSON.stringify(before ?? null), since) === withoutMoments(JSON.stringify(after ?? null), since));
}

function withoutMoments(text: string, since: number): string {
  return text.replace(/'(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d(?::?\d\d)?)?'/g, (written, day: string, time: string, zone: string | undefined) => {
    // A local time of an unknown zone lies within a day of the same time in UTC.
    const moment = Date.parse(`${day}T${time}${zone === undefined ? "Z" : zone.length === 3 ? `${zone}:00` : zone}`);
    const slack = zone === undefined ? 86_400_000 : 60_000;
    return Number.isFinite(moment) && moment >= since - slack ? "'now'" : written;
  });
}
