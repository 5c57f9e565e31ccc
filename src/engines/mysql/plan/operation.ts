import type { Json } from "../../../core/json.ts";
import type { NodeKind, PlanCondition, PlanRelation } from "../../../core/plan/plan.ts";

/** What MySQL's name of an iterator tells: "Index lookup on p using by_customer (customer_id = c.id)". */
export interface Operation {
  readonly operation: string;
  readonly kind: NodeKind;
  readonly relation?: PlanRelation;
  readonly index?: string;
  readonly conditions: readonly PlanCondition[];
  readonly facts: Readonly<Record<string, Json>>;
}

const reads = /^((?:[A-Za-z-]+ )*?(?:scan|lookup|search|row|rows|records|records scan|skip scan for (?:grouping|deduplication)))(?: \([^)]*\))? (?:on|from|in) (<[^>]+>|`(?:[^`]|``)+`|[^\s(,]+)(?: using (<[^>]+>|`(?:[^`]|``)+`|[^\s(,]+))?([\s\S]*)$/;
const pushed = /,? with (?:index|pushed) condition: ([\s\S]+)$/;

/** Takes the name of an iterator apart; total: what is not known keeps its text and is of kind "other". */
export function operationOf(text: string): Operation {
  const read = reads.exec(text);
  if (read !== null) return readOf(read);
  const colon = /^([^:(]+): ([\s\S]*)$/.exec(text);
  const paren = /^([^(]+?) (\([\s\S]*\))(.*)$/.exec(text);
  const name = (colon?.[1] ?? paren?.[1] ?? text).trim();
  const detail = colon?.[2] ?? paren?.[2];
  const kind = kindOf(name);
  const target = /^(?:Insert into|Replace into|Delete from|Update) (\S+)/.exec(text)?.[1];
  return {
    operation: name,
    kind,
    ...(target === undefined ? {} : { relation: { name: unquoted(target) } }),
    conditions: conditionsOf(kind, detail),
    facts: limitsOf(name, text),
  };
}

function readOf([, words = "", table = "", index, rest = ""]: RegExpExecArray): Operation {
  const condition = pushed.exec(rest)?.[1];
  const where = rest.replace(pushed, "").trim();
  const over = /^over ([\s\S]+)$/.exec(where)?.[1];
  const lookup = /^\(([\s\S]+)\)$/.exec(where)?.[1]?.replace(/;? ?\(?reverse\)?$/, "").replace(/; iterate backwards$/, "");
  const access = over ?? (lookup === "" || lookup === "re-planned for each iteration" ? undefined : lookup);
  return {
    operation: words,
    kind: /table scan|^(?:covering )?index scan|full.?text index scan/i.test(words) ? "scan" : /^Scan new records/.test(words) ? "scan" : "lookup",
    relation: { name: unquoted(table) },
    ...(index === undefined ? {} : { index: unquoted(index) }),
    conditions: [...(access === undefined ? [] : [{ kind: "access", text: access } as const]), ...(condition === undefined ? [] : [{ kind: "other", text: condition } as const])],
    facts: {
      ...(/covering/i.test(words) ? { covering: true } : {}),
      ...(/reverse|backwards/.test(where) ? { reverse: true } : {}),
      ...(condition === undefined ? {} : { index_condition: condition }),
      ...(where.includes("re-planned for each iteration") ? { range_checked_for_each_record: true } : {}),
    },
  };
}

const kinds: readonly (readonly [RegExp, NodeKind])[] = [
  [/join|antijoin|semijoin/i, "join"],
  [/^Filter/, "filter"],
  [/^Limit/, "limit"],
  [/^Sort/, "sort"],
  [/^(?:Intersect|Deduplicate) rows sorted by row ID|^Sort-deduplicate by row ID/, "bitmap"],
  [/^(?:Group|Aggregate|Window)|^Remove duplicate/i, "aggregate"],
  [/materialize|^Temporary table|^Stream results|^Buffer/i, "materialize"],
  [/^Append/, "append"],
  [/^Hash$/, "hash"],
  [/^(?:Insert into|Replace into|Delete from|Update)/, "write"],
  [/^(?:Rows fetched|Zero|Constant row|Fetch)/, "result"],
  [/table function/i, "function"],
];

function kindOf(name: string): NodeKind {
  return kinds.find(([pattern]) => pattern.test(name))?.[1] ?? "other";
}

const conditionKinds: Partial<Record<NodeKind, PlanCondition["kind"]>> = { filter: "filter", sort: "sort", aggregate: "group", join: "join" };

function conditionsOf(kind: NodeKind, detail: string | undefined): readonly PlanCondition[] {
  if (detail === undefined || /^\(?(?:no condition|FirstMatch|LooseScan|weedout)\)?$/.test(detail)) return [];
  const as = conditionKinds[kind];
  return as === undefined ? [] : [{ kind: as, text: kind === "sort" ? detail.replace(/, limit input to .*$/, "") : detail }];
}

function limitsOf(name: string, text: string): Record<string, Json> {
  const limit = /^Limit(?:\/Offset)?: (\d+)(?:\/(\d+))? row/.exec(text);
  const chunk = /limit input to (\d+) row/.exec(text)?.[1];
  const reason = /^Zero (?:input )?rows \(([\s\S]+?)\)/.exec(text)?.[1];
  return {
    ...(limit === null ? {} : { limit: Number(limit[1]) }),
    ...(limit?.[2] === undefined ? {} : { offset: Number(limit[2]) }),
    ...(chunk === undefined ? {} : { per_chunk_limit: Number(chunk) }),
    ...(reason === undefined ? {} : { zero_rows_cause: reason }),
    ...(name.includes("query plan printed elsewhere") || text.includes("query plan printed elsewhere") ? { printed_elsewhere: true } : {}),
    ...(/(?:inner|left|anti|semi|hash) ?join \(no condition\)/i.test(text) ? { no_condition: true } : {}),
    ...(/deduplication|^Union materialize with/i.test(text) ? { deduplication: true } : {}),
  };
}

/** A name without the server's backticks. */
export function unquoted(name: string): string {
  return name.startsWith("`") && name.endsWith("`") ? name.slice(1, -1).replaceAll("``", "`") : name;
}
