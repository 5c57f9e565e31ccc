import type { PlanNode, PlanRelation } from "./plan.ts";
import type { PlanView } from "./planView.ts";
import type { ClauseKind, QueryPart, QueryParts } from "./queryParts.ts";
import { queryParts } from "./queryParts.ts";
import type { QueryToken } from "./queryToken.ts";
import type { TableMention } from "./tableMentions.ts";
import { tableMentions } from "./tableMentions.ts";

/** A range of the query, in UTF-16 units, and what of the node stands there: "the table orders", "a filter". */
export interface QueryPlace {
  readonly start: number;
  readonly end: number;
  readonly what: string;
}

/** Where in the query a node comes from, the likeliest first; where nothing is found, why not. */
export type NodePlace = { readonly places: readonly [QueryPlace, ...QueryPlace[]] } | { readonly reason: string };

type Tokens = (text: string) => readonly QueryToken[];

/** Finds for every node of a plan the part of the query that caused it, by table, alias, columns and clauses. One pass over the query, one lookup for each condition. */
export function locateNodes(view: PlanView, query: string, tokensOf: Tokens): ReadonlyMap<number, NodePlace> {
  const locator = new Locator(query, tokensOf);
  return new Map(view.nodes.map((node) => [node.id, locator.locate(node)]));
}

const clausesOf: Readonly<Partial<Record<PlanNode["kind"], readonly ClauseKind[]>>> = {
  sort: ["order", "group", "distinct", "window", "union"], aggregate: ["group", "distinct", "having", "union"], limit: ["limit"], append: ["union"], subquery: ["with"], materialize: ["with"],
};
const clauseNames: Readonly<Partial<Record<ClauseKind, string>>> = { order: "the order", group: "the grouping", distinct: "DISTINCT", window: "the window", union: "the union", limit: "the limit", having: "HAVING", with: "the WITH query" };
const conditionWords: Readonly<Record<string, string>> = { access: "the condition that the index answers", filter: "a filter", join: "the condition of the join", recheck: "the condition that is checked again", sort: "what it sorts by", group: "what it groups by" };

class Locator {
  private readonly tokens: readonly QueryToken[];
  private readonly tokensOf: Tokens;
  private readonly parts: QueryParts;
  private readonly mentions: readonly TableMention[];
  private readonly partsByName = new Map<string, QueryPart[]>();

  constructor(query: string, tokensOf: Tokens) {
    this.tokensOf = tokensOf;
    this.tokens = tokensOf(query);
    this.parts = queryParts(this.tokens);
    this.mentions = tableMentions(this.tokens, this.parts.clauseOf, this.parts.scopes);
    for (const part of this.parts.parts) {
      for (const name of part.names) {
        const known = this.partsByName.get(name);
        if (known === undefined) this.partsByName.set(name, [part]);
        else known.push(part);
      }
    }
  }

  locate(node: PlanNode): NodePlace {
    const tables = node.relation === undefined ? [] : this.tablesOf(node.relation);
    const scope = tables.length === 1 ? this.scopeAt(tables[0]!) : undefined;
    const found = [...tables, ...this.clauseOf(node), ...this.roleOf(node), ...this.conditionsOf(node, scope), ...this.callsOf(node)].filter((place, at, all) => all.findIndex(({ start, end }) => start === place.start && end === place.end) === at);
    const [first, ...rest] = found;
    return first === undefined ? { reason: reasonOf(node) } : { places: [first, ...rest] };
  }

  /** By alias; by name with PostgreSQL's numbered aliases (orders_1 is the second orders); in documents by the name alone. */
  private tablesOf({ name, alias }: PlanRelation): QueryPlace[] {
    const [wantedName, wantedAlias] = [name.toLowerCase(), alias?.toLowerCase()];
    const named = this.mentions.filter((mention) => mention.name.toLowerCase() === wantedName);
    const place = ({ start, end }: { readonly start: number; readonly end: number }): QueryPlace => ({ start, end, what: `the table ${name}` });
    const byAlias = this.mentions.filter((mention) => (mention.alias ?? mention.name).toLowerCase() === (wantedAlias ?? wantedName));
    if (byAlias.length > 0) return byAlias.map(place);
    const numbered = wantedAlias === undefined ? null : /_(\d+)$/.exec(wantedAlias);
    const nth = numbered === null ? undefined : named.filter((mention) => mention.alias === undefined)[Number(numbered[1])];
    if (nth !== undefined) return [place(nth)];
    if (named.length > 0) return named.map(place);
    return this.mentions.length > 0 ? [] : this.tokens.filter((token) => token.kind === "name" && token.value === name).map(({ start, end }) => ({ start, end, what: `the collection ${name}` }));
  }

  private scopeAt({ start }: QueryPlace): number | undefined {
    return this.mentions.find((mention) => mention.start === start)?.scope;
  }

  /** ORDER BY, GROUP BY, LIMIT: of those that the kind can come from, the one with the most of its columns; several that tell as much tell nothing. */
  private clauseOf(node: PlanNode): QueryPlace[] {
    const names = new Set(node.conditions.filter(({ kind }) => kind === "sort" || kind === "group").flatMap(({ text }) => this.namesIn(text)));
    for (const kind of clausesOf[node.kind] ?? []) {
      if (kind === "with") continue;
      const ranked = this.parts.clauses.filter((clause) => clause.kind === kind).map((clause) => ({ clause, score: [...names].filter((name) => clause.names.has(name)).length })).sort((a, b) => b.score - a.score);
      const [best, second] = ranked;
      if (best === undefined || (best.score === 0 && names.size > 0 && ranked.length > 1) || best.score === second?.score) continue;
      return [{ start: best.clause.start, end: best.clause.end, what: clauseNames[kind] ?? "the clause" }];
    }
    return [];
  }

  /** "CTE recent" is the WITH query of that name. */
  private roleOf({ role }: PlanNode): QueryPlace[] {
    const name = /^CTE (.+)$/i.exec(role ?? "")?.[1]?.toLowerCase();
    const mention = name === undefined ? undefined : this.mentions.find((one) => one.name.toLowerCase() === name);
    return mention === undefined ? [] : [{ start: mention.start, end: mention.end, what: `the WITH query ${mention.name}` }];
  }

  private conditionsOf(node: PlanNode, scope: number | undefined): QueryPlace[] {
    return node.conditions.flatMap(({ kind, text }) => {
      const what = conditionWords[kind];
      if (what === undefined || kind === "sort" || kind === "group") return [];
      return queryParts(this.tokensOf(text)).parts.flatMap((wanted) => {
        const part = this.bestPart(wanted, node.relation, scope);
        return part === undefined ? [] : [{ start: part.start, end: part.end, what }];
      });
    });
  }

  /** The condition of the query that shares the most columns and values with one of the plan; none where two share as much. */
  private bestPart(wanted: QueryPart, relation: PlanRelation | undefined, scope: number | undefined): QueryPart | undefined {
    const qualifiers = new Set([relation?.name, relation?.alias, relation?.schema].filter((name) => name !== undefined).map((name) => name.toLowerCase()));
    const known = [...wanted.names].filter((name) => this.partsByName.has(name));
    const columns = known.filter((name) => !qualifiers.has(name));
    const scores = new Map<QueryPart, number>();
    for (const name of known) for (const part of this.partsByName.get(name)!) if (isCondition(part)) scores.set(part, (scores.get(part) ?? 0) + (qualifiers.has(name) ? 1 : 4));
    let best: QueryPart | undefined;
    let most = columns.length === 0 ? Infinity : columns.length * 2;
    let tied = false;
    for (const [part, named] of scores) {
      const score = named + 2 * [...wanted.values].filter((value) => part.values.has(value)).length + (part.scope === scope ? 1 : 0) - part.names.size / 1000;
      if (score > most) [best, most, tied] = [part, score, false];
      else if (score === most && best !== undefined) tied = true;
    }
    return tied ? undefined : best;
  }

  /** An aggregate without GROUP BY is the call of its function. */
  private callsOf(node: PlanNode): QueryPlace[] {
    if (node.kind !== "aggregate" || this.parts.clauses.some(({ kind }) => kind === "group")) return [];
    const at = this.tokens.findIndex((token, index) => token.kind === "word" && aggregates.has(token.value) && this.tokens[index + 1]?.value === "(");
    return at === -1 ? [] : [{ start: this.tokens[at]!.start, end: this.tokens[at]!.end, what: "the aggregate" }];
  }

  private namesIn(text: string): string[] {
    return this.tokensOf(text).filter(({ kind }) => kind === "word" || kind === "name").map(({ value }) => value.toLowerCase());
  }
}

const aggregates = new Set(["count", "sum", "avg", "min", "max", "array_agg", "string_agg", "group_concat", "json_agg", "jsonb_agg", "bool_or", "bool_and", "total"]);

function isCondition({ clause }: QueryPart): boolean {
  return clause === "where" || clause === "on" || clause === "having" || clause === "from" || clause === "other";
}

function reasonOf(node: PlanNode): string {
  if (node.relation?.name.startsWith("<") === true) return `The server made ${node.relation.name} itself while it carried the query out.`;
  if (node.relation !== undefined) return `The query does not name ${node.relation.name}: a view, a partition, a foreign key or a policy brought it in.`;
  if (node.conditions.length > 0) return "Nothing in the query reads like what this node does; the planner may have rewritten it.";
  return "The planner added this step by itself; nothing in the query stands for it.";
}
