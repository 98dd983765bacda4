import { z } from "zod";
import { SmsStream } from "../model/stream.ts";
import { SmsScopeKind } from "../model/scope.ts";
import { Country } from "./name.ts";

/** When a recorded consent is needed before sending (SmsAdapterSpecification §20), and how far an opt-out reaches. */
export const ConsentSettings = z.strictObject({
  required_for: z
    .array(
      z.strictObject({
        streams: z.array(SmsStream).default([]).describe("Empty: all."),
        countries: z.array(Country).default([]).describe("Empty: all."),
      }),
    )
    .default([{ streams: ["marketing"], countries: [] }]),
  opt_out_scope: SmsScopeKind.extract(["global", "tenant", "sender_identity"])
    .default("tenant")
    .describe("How far a STOP reaches, where the provider does not say itself."),
  /** Streams that an opt-out does not stop, where the law asks for the message. */
  opt_out_exempt_streams: z.array(SmsStream).default([]),
});
export type ConsentSettings = z.output<typeof ConsentSettings>;
