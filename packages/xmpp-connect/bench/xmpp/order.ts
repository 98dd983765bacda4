import process from "node:process";

/** What a process of the bench is told. */
export interface Order {
  readonly port: number;
  readonly directPort: number;
  readonly caFile: string;
  readonly folder: string;
  readonly messages: number;
  readonly window: number;
}

export interface Told {
  readonly seconds: number;
  /** From being written to its receipt. */
  readonly p99Ms: number;
  readonly cpuMs: number;
  readonly rss: number;
}

export const BODY = "A document is ready for you: https://portal.example.com/access/abc";

/** Messages before those that count: what is measured is compiled, and so is what it is measured against. */
export const WARM = 4_000;
export const RECIPIENTS = 32;
export const recipientOf = (number: number): string => `ann${number % RECIPIENTS}@xmpp.test`;

export const orderOf = (): Order => JSON.parse(process.argv[2] ?? "{}") as Order;

export function meter(): (waits?: readonly number[]) => Told {
  const begun = performance.now();
  const before = process.cpuUsage();
  return (waits = []) => {
    const { user, system } = process.cpuUsage(before);
    const sorted = waits.toSorted((a, b) => a - b);
    return {
      seconds: (performance.now() - begun) / 1_000,
      p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
      cpuMs: (user + system) / 1_000,
      rss: process.memoryUsage.rss(),
    };
  };
}
