import type { JsonObject } from "@underclaim/runtime";
import { z } from "zod";
import type { Publication } from "../../pubsub/port.ts";

/** A publication as it waits in the store. */
export const PublicationCommand = z.strictObject({
  kind: z.enum(["publish", "retract"]),
  service: z.string(),
  node: z.string(),
  itemId: z.string(),
  payload: z.string().nullable(),
});

export const isPublication = (command: JsonObject): boolean =>
  command["kind"] === "publish" || command["kind"] === "retract";

export const publicationJson = (publication: Publication): JsonObject => ({ ...publication });
