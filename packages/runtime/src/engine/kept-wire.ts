import { textOf, type SourceDefinition, type WireRequest } from "../definition/source.ts";

/** A provider's event as a dead letter keeps it: JSON, of the headers only what its parser reads. */
export interface KeptWire extends Omit<WireRequest, "body"> {
  readonly body: string;
  readonly encoding: "utf-8" | "base64";
}

/** Whatever a source declares, these are not its to read. */
const CREDENTIALS: ReadonlySet<string> = new Set([
  "authorization",
  "proxy-authorization",
  "cookie",
  "x-api-key",
]);

/** What the parser sees, at the first reading and at every replay. */
export function forParser(definition: SourceDefinition, wire: WireRequest): WireRequest {
  const names = ["content-type", ...(definition.headers ?? [])];
  const headers: Record<string, string> = {};
  for (const name of names) {
    const value = CREDENTIALS.has(name) ? undefined : wire.headers[name];
    if (value !== undefined) headers[name] = value;
  }
  return { ...wire, headers };
}

/** Text where it is UTF-8, so that an operator can read it; else base64. */
export function keepWire(wire: WireRequest): KeptWire {
  const text = textOf(wire);
  return text === null
    ? { ...wire, body: Buffer.from(wire.body).toString("base64"), encoding: "base64" }
    : { ...wire, body: text, encoding: "utf-8" };
}

export const wireOf = ({ encoding, ...wire }: KeptWire): WireRequest => ({
  ...wire,
  body: Buffer.from(wire.body, encoding),
});
