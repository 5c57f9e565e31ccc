/** Whether a key belongs to a text that is being written, or to a shortcut of the editor. */
export function isTyping(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey || event.composedPath().some((target) => target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement);
}
