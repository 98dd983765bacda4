// SMPP 3.4 §7.1.1: "YYMMDDhhmmsstnnp".
import type { Instant } from "@underclaim/runtime";
import type { SmppSettings } from "./settings.ts";

const two = (value: number): string => String(value).padStart(2, "0");

/** A relative time counts days up to here: months have no fixed length. */
const MOST_RELATIVE_MS = 31 * 86_400_000;

/** Absolute in UTC; or as a time from now, where the SMSC wants that and it is near enough. */
export function writeTime(
  { time_format }: Pick<SmppSettings, "time_format">,
  at: Instant,
  now: Instant,
): string {
  const wait = Math.max(0, at - now);
  return time_format === "relative" && wait < MOST_RELATIVE_MS ? relative(wait) : absolute(at);
}

function absolute(at: Instant): string {
  const date = new Date(at);
  const parts = [
    date.getUTCFullYear() % 100,
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ];
  return `${parts.map(two).join("")}${Math.floor(date.getUTCMilliseconds() / 100)}00+`;
}

function relative(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const parts = [
    0,
    0,
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3_600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ];
  return `${parts.map(two).join("")}000R`;
}
