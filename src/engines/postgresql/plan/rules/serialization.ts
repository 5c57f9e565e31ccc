import { wholeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { inBytes, inMs, inPercent } from "../../../../core/plan/words.ts";
import { isRaw, numberOf } from "../raw.ts";

export const serialization = wholeRule(
  { id: "plan/serialization", title: "Making the result into text takes long", why: "Without SERIALIZE an EXPLAIN does not make the values that a client would get, nor fetches the large ones from TOAST. With it, this is measured. The line is a tenth of the execution." },
  ({ plan, wholeMs }) => {
    const done = plan.facts["Serialization"];
    const ms = isRaw(done) ? (numberOf(done, "Time") ?? 0) : 0;
    if (!isRaw(done) || wholeMs === undefined || ms < 1) return undefined;
    const share = ms / (wholeMs + ms);
    if (share < 0.1) return undefined;
    return { saw: `Making ${inBytes((numberOf(done, "Output Volume") ?? 0) * 1024)} of result took ${inMs(ms)}.`, matters: `${inPercent(share)} of the time that a client waits for, which the nodes do not show.`, share, advice: "Select fewer columns and rows, large ones above all; the binary format helps for numbers and times." };
  },
);
