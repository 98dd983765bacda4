import { SecretInput } from "@underclaim/runtime";
import { z } from "zod";
import { FEED_FORMATS } from "../model/feed.ts";

const common = {
  id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/)
    .describe("Names the target in evidence."),
  tenant: z.string().optional().describe("Default: the first of `tenants`."),
  feed: z.string().min(1).max(64).describe("The feed_id of the feed that is put there."),
  format: z.enum(FEED_FORMATS).optional().describe("Default: the feed's own."),
  allow_restricted: z
    .boolean()
    .default(false)
    .describe("Also a feed that is not public. Whoever reads the target reads the feed."),
};

/** Where feeds are put beside being served. */
export const TargetConfiguration = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("file"),
    ...common,
    path: z.string().min(1).describe("Replaced in one step. Its folder must exist."),
  }),
  z.strictObject({
    kind: z.literal("s3"),
    ...common,
    endpoint: z
      .url({ protocol: /^https?$/ })
      .describe("With the bucket, in the path or the host name."),
    region: z.string().min(1).default("auto"),
    key: z.string().min(1).max(1_024).describe("The object's name."),
    access_key_id: SecretInput,
    secret_access_key: SecretInput,
  }),
]);
export type TargetConfiguration = z.output<typeof TargetConfiguration>;
