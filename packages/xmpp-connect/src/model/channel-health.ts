// XmppAdapterSpecification §26: what is known of an account's session. A view, never evidence.
import { z } from "zod";
import type { XmppAccount } from "../kit.ts";
import type { XmppChannelState } from "../provider/port.ts";

export const XmppChannelHealth = z
  .strictObject({
    xmpp_account_ref: z.string().min(1),
    server_ref: z.string().nullish().describe("The account's domain."),
    status: z.enum(["healthy", "degraded", "failing", "unknown"]),
    stream_status: z.enum(["connected", "disconnected", "reconnecting", "failed", "unknown"]),
    authentication_status: z.enum(["authenticated", "failed", "expired", "unknown"]),
    tls_status: z.enum(["active", "failed", "unavailable", "unknown"]),
    server_reachability: z.enum(["healthy", "degraded", "unavailable", "unknown"]),
    supported_extensions: z.array(z.string()).default([]),
    known_degradations: z.array(z.string()).default([]),
  })
  .meta({
    id: "XmppChannelHealth",
    description: "The condition of an account's session (XmppAdapterSpecification §26).",
  });
export type XmppChannelHealth = z.infer<typeof XmppChannelHealth>;

export const channelHealthOf = (
  { account, jid }: Pick<XmppAccount, "account" | "jid">,
  state: XmppChannelState,
): XmppChannelHealth => ({
  xmpp_account_ref: account,
  server_ref: jid.includes("@") ? jid.slice(jid.lastIndexOf("@") + 1) : jid || null,
  status: statusOf(state),
  stream_status: state.stream,
  authentication_status: state.authentication,
  tls_status: state.tls,
  server_reachability: REACHABILITY[state.stream],
  supported_extensions: [...state.extensions],
  known_degradations: [...state.degradations],
});

function statusOf({
  stream,
  authentication,
  tls,
  degradations,
}: XmppChannelState): XmppChannelHealth["status"] {
  if (stream === "failed" || authentication === "failed" || authentication === "expired")
    return "failing";
  if (tls === "failed") return "failing";
  if (stream === "unknown") return "unknown";
  return stream === "connected" && degradations.length === 0 ? "healthy" : "degraded";
}

const REACHABILITY: Readonly<
  Record<XmppChannelState["stream"], XmppChannelHealth["server_reachability"]>
> = {
  connected: "healthy",
  reconnecting: "degraded",
  disconnected: "unavailable",
  failed: "unavailable",
  unknown: "unknown",
};
