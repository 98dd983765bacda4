import { Duration } from "@underclaim/runtime";
import { z } from "zod";
import { Country } from "./name.ts";
import { SmsStream } from "../model/stream.ts";

/** SmsAdapterSpecification §22. */
export const ContentSettings = z.strictObject({
  max_segments: z.int().min(1).max(255).default(10).describe("Longer messages are refused."),
  smart_encoding: z
    .boolean()
    .default(false)
    .describe("Replace typographic characters by those of GSM-7, where that saves segments."),
  cost_per_segment: z
    .record(Country, z.number().min(0))
    .default({})
    .describe("Cost units of one segment by destination; for estimates only."),
  opt_out_text_required_for: z
    .array(SmsStream)
    .default(["marketing"])
    .describe("Streams whose messages must say how to opt out."),
});
export type ContentSettings = z.output<typeof ContentSettings>;

export const ReceiptSettings = z.strictObject({
  missing_after: Duration.refine((ms) => ms > 0, "must be some time")
    .default(72 * 3_600_000)
    .describe("No receipt by then is undef.no_dlr, never a failure. Later receipts are taken."),
  parts_within: Duration.refine((ms) => ms > 0, "must be some time")
    .default(600_000)
    .describe("How long the parts of a longer reply are waited for."),
});
export type ReceiptSettings = z.output<typeof ReceiptSettings>;

/** SmsAdapterSpecification §23. */
export const LinkSettings = z.strictObject({
  tracking: z.boolean().default(false).describe("Replace links by redirects of this service."),
  base_url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Under which address handsets reach this service; needed for tracking."),
  allowed_schemes: z.array(z.enum(["https", "http", "tel", "mailto"])).default(["https"]),
  allowed_hosts: z.array(z.string().min(1)).default([]).describe("Empty: all."),
  retention: Duration.default(90 * 86_400_000).describe("How long a redirect stands."),
  keep_addresses: z
    .boolean()
    .default(false)
    .describe("Keep network address and user agent of clicks as raw data."),
});
export type LinkSettings = z.output<typeof LinkSettings>;
