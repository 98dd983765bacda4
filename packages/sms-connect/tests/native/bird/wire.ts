import { Secret, type WireRequest } from "@underclaim/runtime";
import { SIGNING_KEY, WEBHOOK_SECRET } from "../../provider/bird/setup.ts";
import { signedByBird } from "../../support/bird-double.ts";
import { kitOf } from "../../support/kits.ts";
import { signedByMessageBird, type JwtOptions } from "../../support/messagebird-double.ts";

export const NOW = Date.parse("2026-11-25T10:00:00.000Z");
export const SECRETS = [new Secret(WEBHOOK_SECRET)];
export const KEYS = [new Secret(SIGNING_KEY)];
export const kit = kitOf([{ kind: "bird", account: "bird-eu", api_key: "bk_eu1_x" }], {
  senders: [{ sender_identity_id: "short", sender_type: "short_code", sender_value: "7654321" }],
});
const BASE = "https://sms.example.org/adapter/events/provider";
const EVENTS_URL = `${BASE}/bird.events/bird-eu`;
export const INBOUND_URL = `${BASE}/messagebird.inbound/bird-eu`;
/** Where a relay takes reports, which come by GET. */
const REPORT_URL = "https://relay.example.org/messagebird";

/** As the runtime gives it to a source. */
export const wireOf = (
  body: string | Uint8Array,
  over: Partial<WireRequest> = {},
): WireRequest => ({
  url: EVENTS_URL,
  headers: { "content-type": "application/json" },
  body: typeof body === "string" ? Buffer.from(body) : body,
  account: "bird-eu",
  receivedAt: NOW,
  ...over,
});

export const fromBird = (
  body: string,
  { secret = WEBHOOK_SECRET, at = NOW, id }: { secret?: string; at?: number; id?: string } = {},
): WireRequest => wireOf(body, { headers: signedByBird(secret, body, at, id) });

export async function fromMessageBird(
  { url, body = "", ...more }: Partial<JwtOptions> & Pick<JwtOptions, "url">,
  contentType = "application/x-www-form-urlencoded",
): Promise<WireRequest> {
  const token = await signedByMessageBird({ key: SIGNING_KEY, at: NOW, url, body, ...more });
  return wireOf(body, {
    url,
    headers: { "content-type": contentType, "messagebird-signature-jwt": token },
  });
}

/** A report as MessageBird calls it: everything in the address. */
export const reportUrl = (fields: Readonly<Record<string, string>>): string =>
  `${REPORT_URL}?${new URLSearchParams(fields).toString()}`;

export const REPORT = {
  id: "e8077d803532c0b5937c639b60216938",
  mccmnc: "23420",
  ported: "0",
  recipient: "447700900000",
  reference: "smsop_0001",
  status: "delivered",
  statusDatetime: "2026-11-25T09:59:58+00:00",
};

/** The documentation's own event, with numbers that are nobody's. */
export const DELIVERED = {
  type: "sms.delivered",
  timestamp: "2026-11-25T09:59:58.123Z",
  data: {
    sms_id: "sms_01krdgeqcxet5s7t44vh8rt9mg",
    workspace_id: "ws_01krdgeqcxet5s7t44vh8rt9mg",
    to: "+447700900000",
    from: "+447700900001",
    tags: [{ name: "underclaim_operation", value: "smsop_0001" }],
    metadata: { underclaim_operation: "smsop_0001" },
    carrier: "A network",
    mcc_mnc: "23420",
  },
};
export const RECEIVED = {
  type: "sms.received",
  timestamp: "2026-11-25T09:59:58.123Z",
  data: {
    sms_id: "sms_01krdgeqcxet5s7t44vh8rt9mh",
    workspace_id: "ws_01krdgeqcxet5s7t44vh8rt9mg",
    to: "+447700900001",
    from: "+447700900000",
    tags: null,
    metadata: null,
    text: "Thank you",
    segments: { count: 1, encoding: "GSM_7BIT", characters: 9 },
  },
};
