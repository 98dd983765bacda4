const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const UNITS_MS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000];

/** The milliseconds of an ISO 8601 duration without years and months, or undefined if it is none. */
export function durationMs(duration: string): number | undefined {
  const parts = DURATION.exec(duration)?.slice(1);
  if (parts === undefined || parts.every((part) => part === undefined)) return undefined;
  return UNITS_MS.reduce((sum, unit, index) => sum + unit * Number(parts[index] ?? 0), 0);
}
