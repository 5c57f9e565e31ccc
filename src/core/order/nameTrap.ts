/** Two files that sort by name the other way round than they count: "10_b" before "2_a". */
export function nameTrap(filesInTheirOrder: readonly string[]): { readonly first: string; readonly then: string } | undefined {
  for (let index = 1; index < filesInTheirOrder.length; index++) {
    const [first, then] = [filesInTheirOrder[index - 1]!, filesInTheirOrder[index]!];
    if (!(first < then) && numbered(first) && numbered(then)) return { first, then };
  }
  return undefined;
}

function numbered(file: string): boolean {
  return /(?:^|\/)[vV]?\d[^/]*$/.test(file) || /(?:^|\/)[vV]?\d[^/]*\/[^/]+$/.test(file);
}
