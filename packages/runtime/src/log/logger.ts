import { pino, stdTimeFunctions } from "pino";
import type { DestinationStream, Logger as PinoLogger } from "pino";
import { dropContent, serializers } from "./serializers.ts";

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type Log = PinoLogger;

export interface LogOptions {
  readonly level: LogLevel;
  /** Which service speaks. */
  readonly name?: string;
  /** Absent: standard output. */
  readonly destination?: DestinationStream;
}

/**
 * JSON lines. Personal values and credentials are wrapped (`Secret`, `Phone`, `Jid`, `Redacted`) and print as a label;
 * errors of other makers print without their message; requests without path, query, headers and body.
 */
export function createLog({ level, name, destination }: LogOptions): Log {
  return pino(
    {
      level,
      base: name === undefined ? null : { name },
      timestamp: stdTimeFunctions.isoTime,
      serializers,
      formatters: { level: (label) => ({ level: label }), log: dropContent },
      hooks: {
        // pino takes an error's own message where none is given; that message may quote a body.
        logMethod(args, method) {
          if (args.length === 1 && holdsError(args[0]))
            method.call(this, args[0] as object, "error");
          else method.apply(this, args);
        },
      },
    },
    ...(destination === undefined ? [] : [destination]),
  );
}

const holdsError = (first: unknown): boolean =>
  first instanceof Error ||
  (typeof first === "object" && first !== null && "err" in first && first.err instanceof Error);
