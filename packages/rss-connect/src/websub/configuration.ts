import { Duration, SecretInput } from "@underclaim/runtime";
import { z } from "zod";
import { networkOf } from "./model/address-rules.ts";
import { SignatureMethod } from "./model/signature.ts";

const Name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/);
const HttpUrl = z.url({ protocol: /^https?$/ });

/** A callback whose system is known: what it takes is evidence of that system, never of a person. */
const SubscriberConfiguration = z.strictObject({
  id: Name.describe("Names the system in evidence."),
  tenant: z.string().optional().describe("Default: the first of `tenants`."),
  kind: z.enum(["participant_system", "internal_system"]),
  participant_id: z.string().min(1).max(256).nullish().describe("Whose system it is."),
  callback: HttpUrl.describe(
    "The callback it subscribes with. It may subscribe to feeds that are not public.",
  ),
  feeds: z
    .array(z.string().min(1).max(64))
    .min(1)
    .optional()
    .describe(
      "Ids of the feeds that it subscribes to; to all others its callback is anybody's. Default: every feed of its tenant, those that are not public included.",
    ),
  secret: SecretInput.optional().describe(
    "The hub.secret it subscribes with, at most 199 bytes; another is refused. Without it anybody may have subscribed its callback: what it answers is nobody's in particular.",
  ),
});

const SubscriptionConfiguration = z.strictObject({
  id: Name.describe("Names the subscription; stands in its callback."),
  tenant: z.string().optional().describe("Default: the first of `tenants`."),
  topic: HttpUrl.describe("The feed to subscribe to; its hub is discovered."),
  secret: SecretInput.describe(
    "What the callback's address and the secret for the hub are derived from; at least 16 characters.",
  ),
  lease: Duration.default(10 * 86_400_000).describe("Asked for; the hub decides."),
  participant_id: z.string().min(1).max(256).nullish().describe("Whose receipt it is."),
  coordination_case_id: z
    .string()
    .min(1)
    .max(256)
    .nullish()
    .describe("The case that the receipts belong to; default: the adapter's own."),
});
export type SubscriptionConfiguration = z.output<typeof SubscriptionConfiguration>;

const Hub = z
  .strictObject({
    enabled: z
      .boolean()
      .default(false)
      .describe("Run a hub for this service's own feeds; needs `public_url`."),
    signature: SignatureMethod.default("sha256").describe(
      "How deliveries are signed for subscribers that gave a secret and named no method.",
    ),
    lease: Duration.default(10 * 86_400_000).describe("For subscribers that ask for none."),
    lease_least: Duration.default(5 * 60_000),
    lease_most: Duration.default(30 * 86_400_000),
    subscriptions_per_feed: z.int().min(1).max(100_000).default(10_000),
    verifications_per_minute: z
      .int()
      .min(1)
      .max(100_000)
      .default(60)
      .describe(
        "Requests taken for callbacks of one host, so that nobody is flooded through the hub.",
      ),
    at_once: z.int().min(4).max(2_048).default(128).describe("Deliveries under way."),
    per_host: z.int().min(1).max(256).default(16).describe("Deliveries under way to one host."),
    settle: Duration.default(1_000).describe(
      "After a change, so that many of them are one delivery.",
    ),
    subscribers: z.array(SubscriberConfiguration).default([]),
  })
  .prefault({});

/** WebSub in its three roles. */
export const WebSubConfiguration = z
  .strictObject({
    hub: Hub,
    notify: z
      .enum(["on_change", "on_request"])
      .default("on_change")
      .describe("Whether hubs elsewhere are told of each change, or by feed.notify_hub only."),
    attempts: z
      .int()
      .min(1)
      .max(20)
      .default(8)
      .describe("To tell a hub elsewhere, before it counts as unreachable."),
    timeout: Duration.default(10_000).describe("For one request to a callback or hub."),
    ports: z
      .array(z.int().min(1).max(65_535))
      .default([80, 443, 8_080, 8_443])
      .describe("Ports of callbacks and hubs."),
    networks: z
      .array(z.string().refine((cidr) => networkOf(cidr) !== null, "a network such as 10.1.0.0/16"))
      .default([])
      .describe("Networks that are not public and may be reached all the same, on every port."),
    ca: SecretInput.optional().describe(
      "Certificates in PEM that callbacks, topics and hubs with https may lead to, beside those that the system trusts.",
    ),
    subscriptions: z.array(SubscriptionConfiguration).default([]),
  })
  .prefault({});
export type WebSubConfiguration = z.output<typeof WebSubConfiguration>;
