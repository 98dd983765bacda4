import { SecretInput, serviceSettings } from "@underclaim/runtime";
import { z } from "zod";
import { TargetConfiguration } from "./targets/configuration.ts";
import { WebSubConfiguration } from "./websub/configuration.ts";
import { FeedRegistration } from "./publication/register-feed.ts";

/** A system that authenticates when it fetches a feed. */
const ConsumerConfiguration = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/)
    .describe("Names the system in evidence."),
  tenant: z.string().optional().describe("Default: the first of `tenants`."),
  kind: z.enum(["participant_system", "internal_system"]),
  participant_id: z
    .string()
    .min(1)
    .max(256)
    .nullish()
    .describe("Whose system it is. A fetch by it shows no person."),
  token: SecretInput.describe("Sent as Authorization: Bearer, or as the password of Basic."),
  feeds: z
    .array(z.string().min(1).max(64))
    .min(1)
    .optional()
    .describe(
      "Ids of the feeds that it reads; to all others it is nobody in particular. Default: every feed of its tenant, those that are not public and are registered later included.",
    ),
});

/** What the rss-connect service is configured with. */
export const RssConfiguration = z.strictObject({
  ...serviceSettings({ port: 7103, data: "data/rss-connect" }),
  feeds: z
    .array(FeedRegistration)
    .default([])
    .describe("Registered for the first tenant at the start, if they are not."),
  consumers: z
    .array(ConsumerConfiguration)
    .default([])
    .describe(
      "Systems that are known when they fetch. Name the `feeds` of each, or it reads every feed of its tenant; tokens for one feed are given over HTTP (POST /feeds/:id/access).",
    ),
  websub: WebSubConfiguration,
  targets: z
    .array(TargetConfiguration)
    .default([])
    .describe("Where feeds are put beside being served: files, objects of an S3-compatible store."),
  public_url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      "Where this service is reached from outside. Without it the addresses of items, archives, pages and links are not known, and none are published.",
    ),
  manifest_key: SecretInput.optional().describe(
    "Signs the manifests of feeds: an Ed25519 private key, PKCS #8 in PEM. Without it they are not signed.",
  ),
  max_feed_bytes: z
    .int()
    .min(1_024)
    .default(8_388_608)
    .describe("What a rendered feed may have; a publication that would exceed it is refused."),
});
export type RssConfiguration = z.output<typeof RssConfiguration>;
