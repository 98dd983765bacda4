import type { StoredNative } from "@underclaim/runtime";
import type { XmppNative, XmppStored } from "../../src/native/types.ts";

const START = Date.UTC(2026, 0, 1, 12);

const OWN = /^(message|operator|endpoint|stream|tracking)\.|^receipt\.(overdue|not_requested)$/;

interface Told {
  /** Minutes after noon; null: no trusted clock tells it. Default: null, and for the adapter's own acts noon. */
  readonly at?: number | null;
  readonly data?: StoredNative["data"];
  readonly method?: string;
}

/** A recorded native event. */
export function native(
  type: XmppNative,
  { at = null, data = {}, method = "reference" }: Told = {},
): XmppStored {
  const own = OWN.test(type);
  const received = START + (at ?? 0) * 60_000;
  const id = `${type}@${at}/${method}/${JSON.stringify(data)}`;
  return {
    id,
    type,
    source: own ? "adapter" : "xmpp.stanza",
    dedupe_key: id,
    occurred_at: at === null ? null : received,
    received_at: received,
    native_type: null,
    native_status: null,
    observation: {
      source_type: own ? "adapter" : "recipient_client",
      observed_at: new Date(received).toISOString(),
      source_confidence: "medium",
      notes: [],
    },
    subjects: ["xmpp_1", "endpoint:ep_1"],
    correlation_method: method,
    provider_refs: [],
    data,
    raw_hash: null,
  };
}
