// What validation says, as data.
import type { RssFailSubclass } from "./assessment.ts";

/** One reason not to publish. `value` is already redacted; `message` names field and place. */
export interface ValidationProblem {
  readonly rule: string;
  readonly subclass: RssFailSubclass;
  readonly field: string;
  readonly value?: string;
  readonly message: string;
  readonly remedy: string;
  /** Where in the rendered document, from 1; absent for what is wrong with the model. */
  readonly line?: number;
}

/** Something the feed cannot carry, or that was taken out; publication goes on without it. */
export interface Loss {
  readonly kind: string;
  readonly field: string;
  readonly message: string;
}

const SHOWN = 24;

/** The start of a value, printable, for a message: never the whole of what may be private. */
export const redact = (value: string): string => {
  const start = value.slice(0, SHOWN);
  const printable = start.replaceAll(/[^\x20-\x7e]/g, "?");
  return value.length > SHOWN ? `${printable}… (${value.length} characters)` : printable;
};
