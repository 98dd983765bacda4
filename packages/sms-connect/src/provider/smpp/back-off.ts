/** Doubles with each failure in a row; half to all of it, so that many do not come back at once. */
export function backOffMs(
  { first, most }: { readonly first: number; readonly most: number },
  failures: number,
  random: () => number,
): number {
  const whole = Math.min(most, first * 2 ** Math.min(Math.max(failures - 1, 0), 30));
  return Math.round(whole * (0.5 + random() / 2));
}
