import { timestamp, type Clock, type ProviderSink } from "@underclaim/runtime";
import type { SandboxSettings } from "../configuration.ts";
import { readJid } from "../model/jid.ts";
import { NS } from "../model/namespaces.ts";
import { escapeXml, xml } from "../model/xml.ts";
import { STANZA_HEADERS, STANZA_SOURCE, type Submitted, type XmppTransport } from "./port.ts";
import { sandboxPublish } from "./pubsub/sandbox-nodes.ts";
import { sandboxRoomsOf, type SandboxWire } from "./rooms/sandbox-rooms.ts";
import { behaviourOf, type SandboxStep } from "./sandbox-addresses.ts";

const RETRY_MS = 30_000;

/**
 * A server in the process that reaches nobody: what happens to a message is read from the name before the at-sign. What has
 * not happened yet is lost with the process, as it may be on a real server; the message then stays without a receipt.
 */
export function sandboxTransport(
  { account, tenant, jid, pace, rooms }: SandboxSettings,
  { clock, id }: { readonly clock: Clock; readonly id: () => string },
): XmppTransport {
  let sink: ProviderSink | null = null;
  const pending = new Set<() => void>();

  const after = (ms: number, act: () => Promise<void>): void => {
    const cancel = clock.wakeAt(clock.now() + ms, () => {
      pending.delete(cancel);
      // What the store could not take is lost, as on a channel without an archive.
      act().catch(() => undefined);
    });
    pending.add(cancel);
  };
  const hand = async (stanza: string, archivedAt: string | null): Promise<void> => {
    await sink?.receive(tenant, STANZA_SOURCE, {
      headers: {
        "content-type": "application/xml",
        [STANZA_HEADERS.arrived]: "live",
        ...(archivedAt === null ? {} : { [STANZA_HEADERS.archivedAt]: archivedAt }),
      },
      body: Buffer.from(stanza),
      url: "",
      account,
      receivedAt: clock.now(),
    });
  };

  const sandboxRooms = sandboxRoomsOf({ account, jid, rooms }, id);
  const say = (wire: SandboxWire): Promise<void> =>
    sink?.receive(tenant, wire.source, {
      headers: wire.headers,
      body: Buffer.from(wire.body),
      url: "",
      account,
      receivedAt: clock.now(),
    }) ?? Promise.resolve();

  function said(step: SandboxStep, to: string, stanzaId: string): string | null {
    const from = `${to}/${"resource" in step ? step.resource : "phone"}`;
    const message = (attributes: Readonly<Record<string, string>>, inner: string): string =>
      xml("message", { xmlns: NS.client, to: jid, id: id(), type: "chat", ...attributes }, inner);
    if ("receipt" in step)
      return message({ from }, xml("received", { xmlns: NS.receipts, id: stanzaId }));
    if ("marker" in step)
      return message({ from }, xml(step.marker, { xmlns: NS.markers, id: stanzaId }));
    if ("reply" in step) return message({ from }, xml("body", {}, escapeXml(step.reply)));
    if ("error" in step) {
      const condition = xml(step.error, { xmlns: NS.stanzaErrors });
      return message(
        { from: to, type: "error", id: stanzaId },
        xml("error", { type: step.kind }, condition),
      );
    }
    return null;
  }

  return {
    account,
    kind: "sandbox",
    environment: "sandbox",
    features: () => [
      "client_to_server",
      "delivery_receipts",
      "displayed_markers",
      "stream_management",
      ...(rooms.length > 0 ? (["multi_user_chat"] as const) : []),
      "pubsub",
    ],
    rooms: () => sandboxRooms.standings(),
    publish: async (publication) => {
      const { answer, says } = sandboxPublish(publication, jid, id);
      if (says !== null) after(pace, () => say(says));
      return answer;
    },
    health: () => ({ connectivity: "healthy", credentials: "valid", degradations: [] }),
    channel: () => ({
      stream: "connected",
      authentication: "authenticated",
      tls: "unavailable",
      extensions: [NS.receipts, NS.markers],
      degradations: ["It reaches nobody."],
    }),
    start: async (given) => {
      sink = given;
    },
    stop: async () => {
      for (const cancel of pending) cancel();
      pending.clear();
    },
    submit: async ({ to, stanzaId }): Promise<Submitted> => {
      const inRoom = sandboxRooms.submit(to, stanzaId);
      if (inRoom !== null) {
        for (const [index, wire] of inRoom.says.entries())
          after((index + 1) * pace, () => say(wire));
        return inRoom.answer;
      }
      const read = readJid(to);
      const bare = read.ok ? read.jid.bare : to;
      const { answer, recipient, steps, lacks = [] } = behaviourOf(read.ok ? read.jid.local : null);
      if (answer === "not_sent")
        return {
          kind: "not_sent",
          retryAt: clock.now() + RETRY_MS,
          reason: "no session",
          because: "no_session",
        };
      let at = 0;
      for (const step of steps) {
        at += "wait" in step ? step.wait * pace : pace;
        const stanza = said(step, bare, stanzaId);
        const time = timestamp(clock.now() + at);
        if (stanza !== null) after(at, () => hand(stanza, time));
      }
      return answer === "unknown"
        ? { kind: "unknown", reason: "the session ended" }
        : { kind: "accepted", by: "acknowledged", recipient, offlineStore: true, lacks };
    },
  };
}
