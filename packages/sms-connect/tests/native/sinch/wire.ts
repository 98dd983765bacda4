import { Secret, type WireRequest } from "@underclaim/runtime";
import { kitOf } from "../../support/kits.ts";
import { signedSinchCallback } from "../../support/sinch-double.ts";

export const NOW = Date.parse("2026-11-25T10:00:00.000Z");
export const SECRET = "foo_secret1234";
export const SECRETS = [new Secret(SECRET)];
export const kit = kitOf(
  [{ kind: "sinch", account: "sinch-eu", service_plan_id: "plan1", api_token: "x" }],
  {
    senders: [{ sender_identity_id: "short", sender_type: "short_code", sender_value: "7654321" }],
  },
);
const URL_OF = "https://sms.example.org/adapter/events/provider/sinch.delivery_report/sinch-eu";

/** As the runtime gives it to a source. */
export const wireOf = (
  body: string | Uint8Array,
  over: Partial<WireRequest> = {},
): WireRequest => ({
  url: URL_OF,
  headers: { "content-type": "application/json" },
  body: typeof body === "string" ? Buffer.from(body) : body,
  account: "sinch-eu",
  receivedAt: NOW,
  ...over,
});

export async function signed(
  body: string,
  { secret = SECRET, at = NOW, nonce }: { secret?: string; at?: number; nonce?: string } = {},
): Promise<WireRequest> {
  const { headers } = await signedSinchCallback(secret, body, at, nonce);
  return wireOf(body, { headers });
}

// The documentation's own examples, with numbers that are nobody's.
export const RECIPIENT_REPORT = {
  at: "2026-11-25T09:59:58.123Z",
  batch_id: "01FC66621XXXXX119Z8PMV1QPA",
  client_reference: "smsop_0001",
  code: 0,
  encoding: "GSM",
  number_of_message_parts: 1,
  operator: "35000",
  operator_status_at: "2026-11-25T09:59:00Z",
  recipient: "447700900000",
  status: "Delivered",
  type: "recipient_delivery_report_sms",
};
export const BATCH_REPORT = {
  batch_id: "01FC66621XXXXX119Z8PMV1QPA",
  client_reference: "smsop_0001",
  statuses: [{ code: 0, count: 1, recipients: ["447700900000"], status: "Delivered" }],
  total_message_count: 1,
  type: "delivery_report_sms",
};
export const TEXT_REPLY = {
  body: "Thank you",
  from: "447700900000",
  id: "01XXXXX21XXXXX119Z8P1XXXXX",
  operator_id: "35000",
  received_at: "2026-11-25T09:59:58.123Z",
  sent_at: "2026-11-25T09:59:00Z",
  to: "447700900001",
  type: "mo_text",
};
