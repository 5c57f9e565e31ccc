import { nodeRule } from "../../../../core/plan/rules/nodeRule.ts";
import { shareBelow } from "../../../../core/plan/rules/weight.ts";
import { inPercent, inRows } from "../../../../core/plan/words.ts";
import { condition, descendantsOf, discarded, inputsOf, nodeType, placeOf } from "../nodeWords.ts";

export const foreignFilter = nodeRule(
  {
    id: "plan/foreign-not-pushed",
    title: "Work of the other server is done here",
    why: "A foreign table's condition or join is sent to the other server only where both understand it alike: built-in immutable functions and operators, and extensions that the server's options name. What is not sent makes all rows come over the network.",
  },
  (view, node) => {
    const filter = condition(node, "Filter");
    const gone = discarded(node, "filter");
    const kept = node.actual?.rows ?? 0;
    if (nodeType(node) === "Foreign Scan" && filter !== undefined && gone >= 1000 && gone >= kept) return { saw: `${inRows(gone + kept)} came from the other server, and ${inPercent(gone / (gone + kept))} were thrown away here by ${filter}.`, advice: "Write the condition with built-in immutable functions, or name the extension that has it in the server's option extensions; a view on the other server does it there." };
    const remote = node.kind !== "join" ? [] : inputsOf(node).map((input) => [input, ...descendantsOf(input)].find((one) => one.kind !== "hash" && one.kind !== "sort" && one.kind !== "materialize")).filter((one) => one !== undefined && nodeType(one) === "Foreign Scan");
    const came = remote.reduce((sum, one) => sum + (one?.actual?.rows ?? 0), 0);
    if (remote.length < 2 || came < 1000 || came < kept * 2) return undefined;
    return { saw: `Two foreign tables were joined here: ${inRows(came)} came for ${inRows(kept)} (${remote.map((one) => placeOf(one!)).join(", ")}).`, share: shareBelow(view, node), advice: "If both are on one server, a join whose conditions can be sent is done there: see what in them is not immutable, and switch use_remote_estimate on." };
  },
);
