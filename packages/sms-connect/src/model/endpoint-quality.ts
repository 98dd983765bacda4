import { EndpointRef, type EndpointQuality } from "@underclaim/contract";
import { z } from "zod";

const at = (description: string) =>
  z.iso.datetime({ offset: true }).nullish().describe(description);
const WHEN = "As its source tells it; else when it was reported.";

/** SmsAdapterSpecification §25: diagnostics of a telephone endpoint; never evidence. */
export const SmsEndpointQuality = z
  .strictObject({
    endpoint_ref: EndpointRef,
    e164_valid: z.boolean().nullish(),
    country_code: z.string().nullish().describe("ISO 3166-1 alpha-2."),
    number_type: z.enum(["mobile", "landline", "voip", "toll_free", "unknown"]),
    reachable: z.boolean().nullish().describe("Null where nothing tells."),
    carrier_name: z.string().nullish(),
    ported: z.boolean().nullish(),
    roaming: z.boolean().nullish(),
    consent_state: z.string().nullish(),
    suppression_state: z.string().nullish(),
    last_provider_acceptance_at: at(WHEN),
    last_carrier_acceptance_at: at(WHEN),
    last_delivered_at: at(WHEN),
    last_failed_at: at(WHEN),
    last_opt_out_at: at(WHEN),
    last_reply_at: at(WHEN),
  })
  .meta({
    id: "SmsEndpointQuality",
    description: "What is known of a telephone endpoint (SmsAdapterSpecification §25).",
  });
export type SmsEndpointQuality = z.infer<typeof SmsEndpointQuality>;

/** What stands in `adapter_specific.sms`: the endpoint itself is named around it. */
export type PhoneQuality = Omit<SmsEndpointQuality, "endpoint_ref">;

/** The contract's view of an endpoint in the document's shape. */
export const smsEndpointQuality = (quality: EndpointQuality): SmsEndpointQuality =>
  SmsEndpointQuality.parse({ ...quality.adapter_specific.sms, endpoint_ref: quality.endpoint_ref });
