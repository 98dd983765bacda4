import { z } from "zod";
import { SmsStream } from "../model/stream.ts";
import { Country, Name } from "./name.ts";

/** Which accounts carry a message, in order: the next is tried only where nothing can have been submitted. */
export const RouteSettings = z.strictObject({
  countries: z.array(Country).default([]).describe("Destinations. Empty: all."),
  streams: z.array(SmsStream).default([]).describe("Empty: all."),
  accounts: z.array(Name).min(1),
  blocked: z.boolean().default(false).describe("Nothing may be sent this way."),
});
export type RouteSettings = z.output<typeof RouteSettings>;
