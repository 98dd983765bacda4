import { z } from "zod";
import { XmppEndpoint } from "./xmpp-endpoint.ts";

/** XmppAdapterSpecification §10: the channel's own states, never those of a coordination result. */
export const XmppAttemptState = z.enum([
  "created",
  "rendered",
  "render_failed",
  "send_requested",
  "accepted_by_adapter",
  "rejected_by_adapter",
  "stream_unavailable",
  "sent_to_server",
  "server_acknowledged",
  "route_attempted",
  "endpoint_available",
  "endpoint_unavailable",
  "offline_stored",
  "deferred",
  "delivered_to_client",
  "displayed_by_client",
  "acknowledged_by_client",
  "reply_received",
  "stanza_error_received",
  "failed",
  "expired",
  "unknown",
]);
export type XmppAttemptState = z.infer<typeof XmppAttemptState>;

/** XmppAdapterSpecification §9.2: one way of sending a message, through one account. */
export const XmppAttempt = z
  .strictObject({
    xmpp_attempt_id: z.string().min(1),
    xmpp_message_id: z.string().min(1),
    xmpp_account_ref: z.string().min(1).describe("The account's name in the configuration."),
    xmpp_server_ref: z.string().nullish(),
    from_jid: XmppEndpoint,
    to_jid: XmppEndpoint,
    message_type: z.enum(["chat", "normal", "headline", "groupchat", "error"]),
    stanza_id: z.string().nullish(),
    origin_id: z.string().nullish().describe("XEP-0359"),
    server_id: z.string().nullish().describe("XEP-0359: the id in the account's own archive."),
    state: XmppAttemptState,
    created_at: z.iso.datetime({ offset: true }),
    updated_at: z.iso.datetime({ offset: true }),
  })
  .meta({
    id: "XmppAttempt",
    description: "One attempt to send a message (XmppAdapterSpecification §9.2).",
  });
export type XmppAttempt = z.infer<typeof XmppAttempt>;
