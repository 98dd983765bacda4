import type { Clock, JsonObject } from "@underclaim/runtime";
import type { DriverEnvironment } from "@underclaim/runtime/testing";
import { z } from "zod";
import type { ClientSettings, ComponentSettings } from "../configuration.ts";
import { CLIENT_FEATURES } from "../model/capabilities.ts";
import {
  PROVIDER_FEATURES,
  type Submitted,
  type Unpublished,
  type XmppTransport,
} from "../provider/port.ts";
import { isServed } from "../pubsub/configured.ts";
import { refusalOf, type Publication, type Published } from "../pubsub/port.ts";

const Reply = z.strictObject({
  status: z.int().optional(),
  acknowledged: z
    .enum(["acknowledged", "answered_after", "archived"])
    .optional()
    .describe("The server took it, and this showed it."),
  recipient: z.enum(["available", "unavailable", "unknown", "room"]).default("unknown"),
  offline_store: z.boolean().nullable().default(null),
  archive_id: z.string().nullable().default(null),
  lacks: z
    .array(z.enum(CLIENT_FEATURES))
    .default([])
    .describe("What each client that is there has said that it cannot."),
  offered: z.enum(["command", "text"]).optional().describe("How a prompt went out."),
  no_session: z.boolean().optional().describe("Nothing was written."),
  refused: z.boolean().optional().describe("The same: the server refuses the credentials."),
  lost: z.boolean().optional().describe("Written, and the session ended."),
  room_refuses: z
    .enum(["unavailable", "forbidden"])
    .optional()
    .describe("The account is not in the room, and cannot be."),
  published: z.boolean().optional().describe("The service has the item."),
  pubsub_error: z.string().optional().describe("The condition of the service's stanza error."),
  /** Of a look-up: the archive does not know it. */
  none: z.boolean().optional(),
});

const RETRY_MS = 30_000;

/** A session whose server is a golden's script. */
export function scriptedTransport(
  settings: ClientSettings | ComponentSettings,
  { clock, provider }: Pick<DriverEnvironment, "clock" | "provider">,
): XmppTransport {
  const { account, kind } = settings;
  const ask = async (request: JsonObject, signal: AbortSignal): Promise<Submitted | null> => {
    const reply = Reply.parse(await provider.call(request, signal));
    return answerOf(reply, clock);
  };
  const done = (publication: Publication): Published =>
    isServed(settings, publication) ? { kind: "done", by: "own_component" } : { kind: "done" };
  const unknown: Submitted = { kind: "unknown", reason: "the script says nothing" };
  return {
    account,
    kind,
    environment: "production",
    features: () => PROVIDER_FEATURES.filter((each) => each !== "component_connection"),
    health: () => ({ connectivity: "healthy", credentials: "valid", degradations: [] }),
    channel: () => ({
      stream: "connected",
      authentication: "authenticated",
      tls: "active",
      extensions: [],
      degradations: [],
    }),
    publish: async (publication, signal) => {
      const reply = Reply.parse(await provider.call({ method: "PUT", ...publication }, signal));
      const answer = publishedOf(reply, clock);
      return answer.kind === "done" ? done(publication) : answer;
    },
    findItem: async (publication, signal) => {
      const reply = Reply.parse(await provider.call({ ...publication, method: "GET" }, signal));
      return reply.published === true ? done(publication) : null;
    },
    submit: async ({ to, stanza }, signal) =>
      (await ask({ method: "POST", to, stanza }, signal)) ?? unknown,
    lookup: async ({ to, stanzaId }, signal) =>
      ask({ method: "GET", to, stanza_id: stanzaId }, signal),
  };
}

function publishedOf(reply: z.output<typeof Reply>, clock: Clock): Published | Unpublished {
  if (reply.published === true) return { kind: "done" };
  if (reply.pubsub_error !== undefined)
    return {
      kind: "refused",
      because: refusalOf(reply.pubsub_error),
      condition: reply.pubsub_error,
    };
  const answer = answerOf(reply, clock);
  return answer?.kind === "not_sent" ? answer : { kind: "unknown", reason: "the session ended" };
}

function answerOf(reply: z.output<typeof Reply>, clock: Clock): Submitted | null {
  if (reply.none === true) return null;
  if (reply.no_session === true || reply.refused === true)
    return {
      kind: "not_sent",
      retryAt: clock.now() + RETRY_MS,
      reason: "no session",
      because: reply.refused === true ? "authentication_failed" : "no_session",
    };
  if (reply.room_refuses !== undefined)
    return { kind: "refused", because: reply.room_refuses, reason: "banned" };
  if (reply.acknowledged === undefined) return { kind: "unknown", reason: "the session ended" };
  return {
    kind: "accepted",
    by: reply.acknowledged,
    recipient: reply.recipient,
    offlineStore: reply.offline_store,
    archiveId: reply.archive_id,
    lacks: reply.lacks,
    ...(reply.offered === undefined ? {} : { offered: reply.offered }),
  };
}
