import { Secret, type WireRequest } from "@underclaim/runtime";
import { kitOf } from "../../support/kits.ts";
import type { SignedWebhook } from "../../support/twilio-double.ts";
import { AUTH_TOKEN, twilioJson } from "../../provider/twilio/account.ts";

export const NOW = Date.UTC(2026, 0, 1, 12);
export const OPERATION = "smsop_0123456789abcdefghjkmnpqrs";
export const STATUS_URL = `https://sms.example.com/adapter/events/provider/twilio.status/tw?operation=${OPERATION}`;
export const INBOUND_URL = "https://sms.example.com/adapter/events/provider/twilio.inbound/tw";
export const TOKENS = [new Secret(AUTH_TOKEN)];
export const kit = kitOf([twilioJson()]);

export const wireOf = (
  { url, headers, body }: SignedWebhook,
  over: Partial<WireRequest> = {},
): WireRequest => ({
  url,
  headers,
  body: Buffer.from(body),
  account: "tw",
  receivedAt: NOW,
  ...over,
});

/** A form as the double posts it, without a double. */
export const posted = (url: string, params: Readonly<Record<string, string>>): WireRequest =>
  wireOf({
    url,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(params).toString(),
  });
