// Systems that authenticate when they fetch (RssAdapterSpecification §20 "API key or bearer token where used").
import { timingSafeEqual } from "node:crypto";
import { sha256, type Secret } from "@underclaim/runtime";

export interface KnownConsumer {
  readonly id: string;
  readonly tenant: string;
  readonly kind: "participant_system" | "internal_system";
  readonly participant_id: string | null;
  /** Every token that is valid now. */
  readonly tokens: () => readonly Secret[];
}

export interface KnownConsumers {
  /** The consumer of this tenant that the header authenticates, or null. */
  authenticate(tenant: string, authorization: string | undefined): KnownConsumer | null;
}

const LONGEST_TOKEN = 512;

export function knownConsumers(all: readonly KnownConsumer[]): KnownConsumers {
  return {
    authenticate(tenant, authorization) {
      const token = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
      if (token === undefined || token.length > LONGEST_TOKEN) return null;
      const digest = Buffer.from(sha256(token));
      return (
        all.find(
          (consumer) =>
            consumer.tenant === tenant &&
            consumer
              .tokens()
              .some((each) => timingSafeEqual(Buffer.from(sha256(each.reveal())), digest)),
        ) ?? null
      );
    },
  };
}
