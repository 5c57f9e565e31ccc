/** Dates as people and tools write them: 20260131, 2026-01-31, with hours and minutes, seconds or less after them, and diesel's "-0000". */
const date = /^(\d{4})(-?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?:([-T]?)((?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d\d*)?))?(-0000)?$/;

/** What follows the newest version, written as it is: "012" after "011", "1.3" after "1.2", the time in UTC after a time. Always later than `last`; "001" where there is none. */
export function nextVersion(last: string | undefined, now: Date): string {
  if (last === undefined) return "001";
  return date.test(last) ? laterDate(last, now) : /^1\d{9}$/.test(last) ? later(last, Math.floor(now.getTime() / 1000)) : /^1\d{12}$/.test(last) ? later(last, now.getTime()) : counted(last);
}

/** Now, or the smallest step after `last` where that lies ahead: a day, a minute, a second. */
function laterDate(last: string, now: Date): string {
  const [, year = "", dash = "", month = "", day = "", between = "", time = "", zone = ""] = date.exec(last) ?? [];
  const written = (at: number): string => {
    const [days = "", clock = ""] = new Date(at).toISOString().split("T");
    return `${days.replaceAll("-", dash)}${time === "" ? "" : between}${clock.replace(/\D/g, "").padEnd(time.length, "0").slice(0, time.length)}${zone}`;
  };
  const step = time === "" ? 86_400_000 : time.length === 4 ? 60_000 : 1000;
  const stood = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(time.slice(0, 2)), Number(time.slice(2, 4)), Number(time.slice(4, 6)));
  return written(now.getTime()) > last ? written(now.getTime()) : written(stood + step);
}

function later(last: string, now: number): string {
  return String(Math.max(now, Number(last) + 1));
}

/** The last number of it plus one, as wide as it was; a letter behind it ("004b") goes. */
function counted(last: string): string {
  const [, before = "", digits = "0"] = /^(.*?)(\d+)\D*$/.exec(last) ?? [];
  return `${before}${String(BigInt(digits) + 1n).padStart(digits.length, "0")}`;
}
