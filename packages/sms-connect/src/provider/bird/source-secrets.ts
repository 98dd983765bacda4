import type { SecretSource } from "@underclaim/runtime";
import type { BirdSettings } from "./settings.ts";

const SOURCES: Readonly<Record<BirdSettings["api"], readonly string[]>> = {
  sms: ["bird.events"],
  messagebird: ["messagebird.status", "messagebird.inbound"],
};

/** What verifies this account's webhooks, by source. Without a secret it has none: nothing could be verified. */
export const birdSourceSecrets = ({
  api,
  webhook_secrets,
}: Pick<BirdSettings, "api" | "webhook_secrets">): Readonly<
  Record<string, readonly SecretSource[]>
> =>
  webhook_secrets.length === 0
    ? {}
    : Object.fromEntries(SOURCES[api].map((source) => [source, webhook_secrets]));
