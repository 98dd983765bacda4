import { z } from "zod";

export const RegisterTopicParameters = z.strictObject({
  hub_url: z
    .string()
    .nullish()
    .describe("A hub elsewhere that is told of changes; default: this service's own."),
});
export type RegisterTopicParameters = z.infer<typeof RegisterTopicParameters>;

export const NotifyHubParameters = z.strictObject({
  hub_url: z.string().nullish().describe("Which of the feed's hubs; default: all of them."),
  feed_item_id: z
    .string()
    .min(1)
    .nullish()
    .describe("The item that the notice is about; its evidence stands in the item's timeline."),
});
export type NotifyHubParameters = z.infer<typeof NotifyHubParameters>;
