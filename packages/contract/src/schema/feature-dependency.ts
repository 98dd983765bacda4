import { z } from "zod";
import { EventType } from "./event-type.ts";
import { list, name, text } from "./fields.ts";

/** §21: what certain events depend on. */
export const FeatureDependency = z
  .strictObject({
    feature_name: name("The feature."),
    dependency_type: z
      .enum([
        "provider",
        "product",
        "route",
        "country",
        "endpoint",
        "recipient_client",
        "configuration",
        "policy",
        "account",
        "unknown",
      ])
      .describe("On whose side the feature lies."),
    required_for_events: list(EventType, "Events that cannot occur without the feature."),
    fallback_behavior: text("What happens without it."),
    limitation: text("What cannot be known without it."),
  })
  .meta({
    id: "FeatureDependency",
    description:
      "A provider, route, product or configuration feature that events depend on (AdapterInterfaceSpecification §21).",
  });
export type FeatureDependency = z.infer<typeof FeatureDependency>;
