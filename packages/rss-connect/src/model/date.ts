// RFC 3339 in the model, RFC 822 (with four-digit years) in RSS. No date is ever invented.
import type { RssFailSubclass } from "./assessment.ts";
import { redact, type ValidationProblem } from "./problem.ts";

const FIRST_YEAR = 1970;
const LAST_YEAR = 2199;

const RFC3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:[Zz]|[+-](\d{2}):(\d{2}))$/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

const isCalendarDate = (year: number, month: number, day: number): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

/** Milliseconds since the epoch, or what is wrong with the value. */
export const parseTimestamp = (value: string): number | { wrong: string } => {
  const parts = RFC3339.exec(value);
  if (parts === null) return { wrong: "is not an RFC 3339 date-time with an offset" };
  const [year, month, day, hour, minute, second, zoneHour, zoneMinute] = parts
    .slice(1)
    .map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (!isCalendarDate(year, month, day))
    return { wrong: "names a day that is not in the calendar" };
  if (hour > 23 || minute > 59 || second > 59 || zoneHour > 23 || zoneMinute > 59)
    return { wrong: "names a time that is not on the clock" };
  if (year < FIRST_YEAR || year > LAST_YEAR)
    return { wrong: `lies outside the years ${FIRST_YEAR} to ${LAST_YEAR}` };
  return Date.parse(value.toUpperCase());
};

export const timestampProblems = (
  value: string,
  field: string,
  subclass: RssFailSubclass,
): ValidationProblem[] => {
  const parsed = parseTimestamp(value);
  if (typeof parsed === "number") return [];
  return [
    {
      rule: "timestamp",
      subclass,
      field,
      value: redact(value),
      message: `${field} ${parsed.wrong}: "${redact(value)}".`,
      remedy: "Give a real date and time such as 2026-01-01T12:00:00Z.",
    },
  ];
};

const RFC822 =
  /^(?:([A-Z][a-z]{2}), )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? (?:GMT|UT|Z|[A-Z]{3}|[+-]\d{4})$/;

/** RSS 2.0: dates "conform to the Date and Time Specification of RFC 822". */
export const isRfc822Date = (value: string): boolean => {
  const parts = RFC822.exec(value);
  if (parts === null) return false;
  const [, weekday, day, monthName = "", year, hour, minute, second] = parts;
  const month = MONTHS.indexOf(monthName) + 1;
  if (month === 0 || !isCalendarDate(Number(year), month, Number(day))) return false;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return false;
  const actual = DAYS[new Date(Date.UTC(Number(year), month - 1, Number(day))).getUTCDay()];
  return weekday === undefined || weekday === actual;
};
