import { Secret, type WireRequest } from "@underclaim/runtime";
import { SIGNATURE_SECRET, vonageJson } from "../../provider/vonage/account.ts";
import { kitOf } from "../../support/kits.ts";
import type { SignedWebhook } from "../../support/vonage-double.ts";

export const NOW = Date.UTC(2026, 0, 1, 12);
export const SECONDS = NOW / 1_000;
export const SECRETS = [new Secret(SIGNATURE_SECRET)];
export const kit = kitOf([
  vonageJson(),
  vonageJson({ account: "md", signature_method: "md5hash" }),
  vonageJson({ account: "strict", signature_max_age: "PT5M" }),
  { kind: "sandbox", account: "sandbox" },
]);

export const wireOf = (
  { headers, body }: SignedWebhook,
  over: Partial<WireRequest> = {},
): WireRequest => ({
  url: "https://sms.example.com/adapter/events/provider/vonage.dlr/vo",
  headers,
  body: Buffer.from(body),
  account: "vo",
  receivedAt: NOW,
  ...over,
});

export const asJson = (body: unknown): WireRequest =>
  wireOf({ headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
