// Limits over sliding windows: a log of what was reserved, judged without a clock of its own.

export interface LimitSettings {
  readonly perMinute: number;
  readonly perHour: number;
  readonly perContactPerHour: number;
  /** After a limit is hit nothing is sent in its scope for so long. 0: only until the window has room. */
  readonly cooldownMs: number;
}

/** In steady milliseconds (see `Quotas`). */
export interface Reservation {
  readonly at: number;
  readonly contact: string;
}

/** A limit that was hit and when its cooldown ends. Further attempts do not prolong it. */
export interface Cooldown {
  readonly scope: string;
  readonly until: number;
}

export type LimitVerdict =
  | { readonly ok: true; readonly over: readonly string[] }
  | {
      readonly ok: false;
      readonly scope: string;
      readonly retryAfterMs: number;
      /** To be remembered. */
      readonly begun: readonly Cooldown[];
      /** Scopes whose cooldown has ended and whose window has room. */
      readonly over: readonly string[];
    };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const LONGEST_WINDOW_MS = HOUR;

interface Scope {
  readonly name: string;
  readonly windowMs: number;
  readonly max: number;
  counts(entry: Reservation): boolean;
}

const scopesOf = (limits: LimitSettings, contact: string): readonly Scope[] => [
  { name: "minute", windowMs: MINUTE, max: limits.perMinute, counts: () => true },
  { name: "hour", windowMs: HOUR, max: limits.perHour, counts: () => true },
  {
    name: `contact:${contact}`,
    windowMs: HOUR,
    max: limits.perContactPerHour,
    counts: (entry) => entry.contact === contact,
  },
];

/** Whether one more may be reserved now, and if not, when the next attempt can succeed. */
export function judgeLimits(
  limits: LimitSettings,
  log: readonly Reservation[],
  cooldowns: readonly Cooldown[],
  contact: string,
  now: number,
): LimitVerdict {
  const over: string[] = [];
  const begun: Cooldown[] = [];
  let hit: { scope: string; until: number } | null = null;
  for (const scope of scopesOf(limits, contact)) {
    const roomAt = roomIn(scope, log, now);
    const known = cooldowns.find((each) => each.scope === scope.name);
    const full = roomAt > now;
    if (known === undefined && !full) continue;
    const until = known?.until ?? now + limits.cooldownMs;
    const free = Math.max(roomAt, until);
    if (free <= now) {
      over.push(scope.name);
      continue;
    }
    if (known === undefined) begun.push({ scope: scope.name, until });
    if (hit === null || free > hit.until) hit = { scope: scope.name, until: free };
  }
  return hit === null
    ? { ok: true, over }
    : { ok: false, scope: hit.scope, retryAfterMs: hit.until - now, begun, over };
}

/** When the window has room for one more: now, or when enough of what is in it has left. */
function roomIn(
  { windowMs, max, counts }: Scope,
  log: readonly Reservation[],
  now: number,
): number {
  const times = log
    .filter((entry) => counts(entry) && entry.at > now - windowMs)
    .map(({ at }) => at)
    .toSorted((one, other) => one - other);
  const leaver = times[times.length - max];
  return leaver === undefined ? now : leaver + windowMs;
}

/** For people; names no contact. */
export const scopeText = (scope: string): string =>
  scope === "minute" ? "per minute" : scope === "hour" ? "per hour" : "per contact and hour";
