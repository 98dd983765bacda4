import { z } from "zod";
import { freeObject, id, optional } from "./fields.ts";
import { Certainty } from "./grades.ts";

/** §18: who acted, as far as known. Possession of an endpoint is not identity. */
export const ActorContext = z
  .strictObject({
    actor_ref: optional(id(""), "The actor, if known."),
    actor_type: z
      .enum(["human", "organization", "system", "agent", "bot", "unknown"])
      .describe("What kind of actor it was."),
    identity_strength: Certainty.describe("How well the actor's identity is established."),
    authority_strength: Certainty.describe("How well the actor's authority is established."),
    authenticated: optional(z.boolean(), "Whether the actor authenticated."),
    delegated: optional(z.boolean(), "Whether the actor acted for someone else."),
    provider_identity_ref: optional(id(""), "The identity as the provider knows it."),
    metadata: optional(freeObject(), "Further facts about the actor."),
  })
  .meta({
    id: "ActorContext",
    description:
      "The actor behind an event, without overclaiming identity (AdapterInterfaceSpecification §18).",
  });
export type ActorContext = z.infer<typeof ActorContext>;
