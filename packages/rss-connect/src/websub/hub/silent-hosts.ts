// Hosts that gave no answer lately. They wait in a line of their own, so that they hold no place of those that answer.
import type { Instant } from "@underclaim/runtime";

export interface SilentHosts {
  has(host: string, now: Instant): boolean;
  note(host: string, answered: boolean, now: Instant): void;
}

const REMEMBERED_MS = 10 * 60_000;
/** Anybody can name hosts: the oldest gives way. */
const MOST = 2_000;

export function createSilentHosts(): SilentHosts {
  const until = new Map<string, Instant>();
  return {
    has: (host, now) => (until.get(host) ?? 0) > now,
    note(host, answered, now) {
      // Deleted first, so that what is noted last stands last.
      until.delete(host);
      if (answered) return;
      until.set(host, now + REMEMBERED_MS);
      const [oldest] = until.keys();
      if (until.size > MOST && oldest !== undefined) until.delete(oldest);
    },
  };
}
