import { visible } from "../../src/protocol/visible.ts";

export type Child = Node | string | undefined | false;

export interface Look {
  readonly class?: string;
  readonly id?: string;
  readonly role?: string;
  /** `label` becomes aria-label. */
  readonly aria?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly data?: Readonly<Record<string, string>>;
  readonly tabIndex?: number;
  readonly title?: string;
}

/** The one place where text enters a page: as text nodes, with everything that would turn or hide the text around it made visible. */
export function element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, look: Look = {}, ...children: readonly Child[]): HTMLElementTagNameMap[Tag] {
  return dress(document.createElement(tag), look, ...children);
}

/** Gives an element its attributes and children. */
export function dress<Dressed extends HTMLElement>(made: Dressed, look: Look, ...children: readonly Child[]): Dressed {
  if (look.class !== undefined) made.className = look.class;
  if (look.id !== undefined) made.id = look.id;
  if (look.role !== undefined) made.setAttribute("role", look.role);
  if (look.tabIndex !== undefined) made.tabIndex = look.tabIndex;
  if (look.title !== undefined) made.title = visible(look.title);
  for (const [name, value] of Object.entries(look.aria ?? {})) if (value !== undefined) made.setAttribute(`aria-${name}`, visible(String(value)));
  Object.assign(made.dataset, look.data);
  made.append(...nodes(children));
  return made;
}

/** Puts these in place of what an element holds. */
export function fill(parent: HTMLElement, ...children: readonly Child[]): void {
  parent.replaceChildren(...nodes(children));
}

function nodes(children: readonly Child[]): Node[] {
  return children.flatMap((child) => (child === undefined || child === false ? [] : [typeof child === "string" ? document.createTextNode(visible(child)) : child]));
}
