// Caddy's structured access log: one JSON object a line.
import { z } from "zod";
import { hostName, pathOf, type LineReader } from "./line.ts";

const Entry = z.looseObject({
  /** Seconds since the epoch, or RFC 3339 where so configured. */
  ts: z.union([z.number(), z.string()]),
  request: z.looseObject({
    method: z.string(),
    uri: z.string(),
    host: z.string().optional(),
    headers: z.record(z.string(), z.array(z.string())).optional(),
  }),
  status: z.int().min(0).max(999),
  /** Seconds, where so configured; the line is written when they are over. */
  duration: z.unknown(),
});

export const caddyReader = (): LineReader => ({
  state: () => null,
  read(line, wanted) {
    if (line === "") return "none";
    const glimpsed = glimpse(line);
    if (glimpsed !== null && wanted !== undefined && !wanted(null, glimpsed)) return "none";
    const entry = Entry.safeParse(jsonOf(line));
    if (!entry.success) return isOther(line) ? "none" : null;
    const { ts, request, status, duration } = entry.data;
    const took = typeof duration === "number" && duration > 0 ? duration * 1_000 : 0;
    // When it began: what came later may not stand in what was sent.
    const at = Math.round((typeof ts === "number" ? ts * 1_000 : Date.parse(ts)) - took);
    if (Number.isNaN(at)) return null;
    return {
      at,
      method: request.method,
      path: pathOf(request.uri),
      host: hostName(request.host),
      status,
      userAgent: agentOf(request.headers ?? {}),
      cache: "unknown",
    };
  },
});

const URI = '"uri":"';

/** The path without reading the rest, where that is plain to see. */
function glimpse(line: string): string | null {
  const from = line.indexOf(URI) + URI.length;
  if (from < URI.length || !line.endsWith("}")) return null;
  const end = line.indexOf('"', from);
  const uri = line.slice(from, end);
  return end < 0 || uri.includes("\\") ? null : pathOf(uri);
}

function agentOf(headers: Readonly<Record<string, readonly string[]>>): string {
  const [agent = ""] = headers["User-Agent"] ?? [];
  return agent;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    // Not JSON: the schema says no.
    return undefined;
  }
}

/** Caddy writes its own messages in the same form, without a request. */
const isOther = (line: string): boolean => {
  const value = jsonOf(line);
  return typeof value === "object" && value !== null && "level" in value && !("request" in value);
};
