/** Lines that only one side has, in order, with - and +; common lines at both ends are left out. */
export function lineDiff(before: string, after: string): string[] {
  const left = before === "" ? [] : before.split("\n");
  const right = after === "" ? [] : after.split("\n");
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < left.length - head && tail < right.length - head && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail++;
  return [...left.slice(head, left.length - tail).map((line) => `- ${line}`), ...right.slice(head, right.length - tail).map((line) => `+ ${line}`)];
}
