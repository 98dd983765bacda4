export interface BackOff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** The wait after this many failures in a row, from 1: doubled each time, and up to a quarter shorter by chance. */
export function backOffMs({ firstMs, mostMs }: BackOff, failures: number, random: number): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(Math.max(failures, 1) - 1, 30));
  return Math.round(full * (1 - 0.25 * random));
}
