import { isUtf8 } from "node:buffer";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { jsonErrorOffset } from "./json-position.ts";
import { Refusal } from "./refusal.ts";
import "./route.ts";
import { mayBeAbsent } from "./validate.ts";

const MAX_DEPTH = 64;
/** A shorter text cannot nest deep enough to harm what recurses over it. */
const SHORT = 2_048;

/** Bodies are JSON and nothing else. What is wrong is told by its position, never by its content. */
export function acceptJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser("error", "error");
  app.addContentTypeParser(
    "application/json",
    { parseAs: "buffer" },
    (request, bytes: Buffer, done) => {
      if (bytes.length === 0 && needsNone(request)) {
        done(null, undefined);
        return;
      }
      // Decoded with replacements, two bodies that differ would become one.
      if (!isUtf8(bytes)) {
        done(notUtf8());
        return;
      }
      const body = bytes.toString();
      if (body.length > SHORT && nestsDeeper(body, MAX_DEPTH)) {
        done(tooDeep());
        return;
      }
      void parse(request, body, (error, value) =>
        error === null ? done(null, value) : done(notJson(body)),
      );
    },
  );
}

/** Clients that always say application/json say it of no body, too. */
function needsNone({ routeOptions: { config } }: FastifyRequest): boolean {
  const body = config.doc?.body;
  return body === null || mayBeAbsent(body?.schema);
}

function nestsDeeper(text: string, limit: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 92) at += 1;
      else if (code === 34) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 123 || code === 91) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === 125 || code === 93) depth -= 1;
  }
  return false;
}

const notUtf8 = (): Refusal =>
  new Refusal("malformed_json", { detail: "The body is not UTF-8, as JSON is (RFC 8259 §8.1)." });

const tooDeep = (): Refusal =>
  new Refusal("malformed_json", {
    detail: `The body nests deeper than ${MAX_DEPTH} levels.`,
  });

function notJson(body: string): Refusal {
  if (body === "") return new Refusal("malformed_json", { detail: "The body is empty." });
  const offset = jsonErrorOffset(body);
  if (offset === null) {
    return new Refusal("malformed_json", {
      detail: "The body has a key that is not allowed: __proto__, or constructor with a prototype.",
    });
  }
  const before = body.slice(0, offset).split("\n");
  const where = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  return new Refusal("malformed_json", {
    detail: `The body stops being JSON at ${where}.`,
    problems: [{ path: "", message: `Not JSON at ${where}.` }],
  });
}
