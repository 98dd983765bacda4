import { z } from "zod";

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/(\d+)W/, 604_800_000],
  [/(\d+)D/, 86_400_000],
  [/T.*?(\d+)H/, 3_600_000],
  [/T.*?(\d+)M/, 60_000],
  [/T.*?(\d+)S/, 1_000],
];

/**
 * An ISO 8601 duration of weeks, days, hours, minutes and seconds, such as `PT6H` or `P30D`; read as milliseconds.
 * Years and months have no fixed length and are refused.
 */
export const Duration = z
  .string()
  .regex(
    /^P(?=\d|T\d)(\d{1,6}W)?(\d{1,6}D)?(T(?=\d)(\d{1,6}H)?(\d{1,6}M)?(\d{1,6}S)?)?$/,
    "a duration is written like PT30S, PT6H, P30D or P2W",
  )
  .transform((text) =>
    UNITS.reduce((sum, [pattern, ms]) => sum + Number(pattern.exec(text)?.[1] ?? 0) * ms, 0),
  );
