import { z } from "zod";
import { EventPage, ProblemDocument } from "../bodies.ts";
import type { HttpContext } from "../context.ts";
import { expiredCursor } from "../cursor.ts";
import { principalOf } from "../guard.ts";
import { sendBytes, sendProblem } from "../problem.ts";
import type { AddRoute } from "../route.ts";

const CursorText = z.string().max(64).describe("A cursor as `next` or an event's id gave it.");

const HEAD = '{"events":';

/**
 * The page is JSON already: it is framed, never parsed. Straight into bytes, since joined strings would be copied twice
 * more on their way to the socket.
 */
function frame(events: string, tail: string): Buffer {
  const length = Buffer.byteLength(events);
  const bytes = Buffer.allocUnsafe(HEAD.length + length + tail.length);
  bytes.write(HEAD, 0, "latin1");
  // ASCII, as most pages are, is copied faster as what it is.
  const end =
    HEAD.length + bytes.write(events, HEAD.length, length === events.length ? "latin1" : "utf8");
  bytes.write(tail, end, "latin1");
  return bytes;
}

const gone = {
  description: "The cursor belongs to another ledger: start again without one.",
  schema: ProblemDocument,
  contentType: "application/problem+json",
};

export function eventRoutes(route: AddRoute, context: HttpContext): void {
  const { runtime, cursors, streams, limits, auth } = context;
  let knownHead = 0;

  /** A position nothing stands behind belongs to a ledger that had more than this one. */
  const checkHead = async (position: number): Promise<void> => {
    if (position <= knownHead) return;
    knownHead = Math.max(knownHead, await runtime.store.head());
    if (position > knownHead) throw expiredCursor();
  };

  route({
    method: "GET",
    path: "/adapter/events",
    access: "events:read",
    summary: "The evidence ledger from a cursor on.",
    query: z.strictObject({
      after: CursorText.optional(),
      limit: z.int().min(1).max(limits.pageMax).default(Math.min(100, limits.pageMax)),
    }),
    replies: { 200: { description: "A page.", schema: EventPage }, 410: gone },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { after, limit } = request.query;
      const position = cursors.decode(tenant, after);
      const page = await runtime.page(tenant, position, limit);
      if (page.count === 0) await checkHead(position);
      const next = cursors.encode(tenant, page.next);
      return sendBytes(
        reply,
        frame(page.text, `,"next":"${next}","more":${page.count === limit}}`),
      );
    },
  });

  route({
    method: "GET",
    path: "/adapter/events/stream",
    access: "events:read",
    summary: "The evidence ledger as Server-Sent Events; ids are cursors.",
    query: z.strictObject({
      after: CursorText.optional().describe(
        "Where to start; the header Last-Event-ID outranks it.",
      ),
    }),
    endless: true,
    replies: {
      200: {
        description: "One EvidenceEvent per message.",
        schema: z.string(),
        contentType: "text/event-stream",
      },
      410: gone,
    },
    async handler(request, reply) {
      const { tenant, keyId } = principalOf(request);
      const last = request.headers["last-event-id"];
      const cursor = typeof last === "string" && last !== "" ? last : request.query.after;
      const after = cursors.decode(tenant, cursor);
      await checkHead(after);
      if (!streams.room(keyId)) {
        return sendProblem(reply, "too_many_streams", {
          detail: "Close a stream of this API key before opening another.",
        });
      }
      reply.hijack();
      reply.raw.writeHead(200, {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
        connection: "close",
      });
      reply.raw.write("retry: 1000\n\n");
      await streams.serve(reply.raw, {
        tenant,
        keyId,
        after,
        stillAdmitted: () => {
          const principal = auth.authenticate(request.headers);
          return typeof principal !== "string" && principal.scopes.has("events:read");
        },
      });
      return reply;
    },
  });
}
