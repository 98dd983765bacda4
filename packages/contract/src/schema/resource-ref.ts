import { z } from "zod";
import { freeObject, id, name, optional, reference } from "./fields.ts";

/** §9.13: content by reference, so that payloads need not be copied into the adapter (§32). */
export const ResourceRef = z
  .strictObject({
    ref_type: name("What kind of resource is referenced."),
    ref_id: id("The identifier of the resource in the system that holds it."),
    uri: optional(reference(""), "Where the resource can be fetched."),
    version: optional(name(""), "The version of the resource that is meant."),
    integrity_hash: optional(
      z.string().min(1).max(512),
      "A hash of the resource, with its algorithm.",
    ),
    metadata: optional(freeObject(), "Further facts about the resource."),
  })
  .meta({
    id: "ResourceRef",
    description: "A reference to a payload or attachment (AdapterInterfaceSpecification §9.13).",
  });
export type ResourceRef = z.infer<typeof ResourceRef>;
