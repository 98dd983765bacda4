import { z } from "zod";
import { freeObject, id, optional } from "./fields.ts";

/** How confidential the payload is. Additive to 1.1, after the feed visibility policy (RSS §22). */
export const PayloadSensitivity = z.enum(["public", "internal", "confidential"]);
export type PayloadSensitivity = z.infer<typeof PayloadSensitivity>;

/** Named by §9.6 and not defined there: the least an adapter needs to obey the engine's policy. */
export const PolicyContext = z
  .strictObject({
    policy_ref: optional(id(""), "The policy decision the request rests on."),
    payload_sensitivity: optional(
      PayloadSensitivity,
      "Additive to 1.1: how confidential the payload is; absent means not stated, never public.",
    ),
    attributes: optional(freeObject(), "Further facts an adapter may hand to its local policy."),
  })
  .meta({
    id: "PolicyContext",
    description:
      "What the engine's policy demands of an action; named by AdapterInterfaceSpecification §9.6, minimal here.",
  });
export type PolicyContext = z.infer<typeof PolicyContext>;
