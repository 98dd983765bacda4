import { z } from "zod";
import { Name } from "../settings-name.ts";

/** A node (XEP-0060) that an account publishes in, or is subscribed to. */
export const NodeSettings = z.strictObject({
  name: Name.describe("Names the node: in routes, evidence and health."),
  service: z
    .string()
    .min(1)
    .max(3071)
    .describe("The service's JID, like pubsub.example.net, or a bare JID for its own nodes."),
  node: z.string().min(1).max(1023).describe("The node's id at the service."),
  create: z.boolean().default(false).describe("Create it where it is missing."),
  access_model: z
    .enum(["open", "presence", "roster", "authorize", "whitelist"])
    .default("whitelist")
    .describe(
      "Of a node that is created or served: who may subscribe and read (XEP-0060 §4.5). A component serves open and whitelist.",
    ),
  allowed: z
    .array(z.string().min(1).max(3071))
    .default([])
    .describe(
      "Of a node that the component serves itself (its service is the component): the whitelist, as bare JIDs or whole domains.",
    ),
  max_items: z
    .int()
    .min(1)
    .max(200)
    .default(50)
    .describe("Of a node that the component serves itself: how many items it keeps."),
  publish_model: z
    .enum(["publishers", "subscribers", "open"])
    .default("publishers")
    .describe("Of a node that is created: who may publish."),
  subscribe: z
    .boolean()
    .default(false)
    .describe("Subscribe the account: the service's notifications are evidence of the service."),
});
export type NodeSettings = z.output<typeof NodeSettings>;
