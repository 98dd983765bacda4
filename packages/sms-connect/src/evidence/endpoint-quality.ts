// What is known of a number (AdapterInterfaceSpecification §9.10, SmsAdapterSpecification §25). A view, never evidence.
import {
  timestamp,
  type AssessEndpoint,
  type EndpointQualityDraft,
  type Instant,
} from "@underclaim/runtime";
import type { PhoneQuality } from "../model/endpoint-quality.ts";
import type { SmsNative, SmsStored } from "../native/types.ts";
import { CONTRACT_SUPPRESSION, consentOf, suppressionOf } from "./phone-standing.ts";
import { at, PHONE_SIGNS, receiptIn } from "./phone-signs.ts";

export const assessPhone: AssessEndpoint<SmsNative> = (natives) => {
  const last = (sign: keyof typeof PHONE_SIGNS): Instant | null => newest(natives, sign);
  const arrived = latest(last("delivered"), last("wrote"));
  const failed = last("failed");
  const well = arrived !== null && (failed === null || arrived > failed);
  const gone = isNewest(last("unreachable"), arrived);
  const invalid = isNewest(last("invalid"), arrived);
  const unassigned = isNewest(last("unassigned"), arrived);
  const wellFormed = last("well_formed") !== null;
  const suppression = suppressionOf(natives);
  const phone: PhoneQuality = {
    e164_valid: invalid ? false : wellFormed || arrived !== null ? true : null,
    ...numberFacts(natives),
    reachable: well ? true : gone ? false : null,
    carrier_name: null,
    ported: natives.some((native) => receiptIn(native) === "ported") ? true : null,
    roaming: null,
    consent_state: consentOf(natives),
    suppression_state: suppression,
    last_provider_acceptance_at: told(last("provider_accepted")),
    last_carrier_acceptance_at: told(last("carrier_accepted")),
    last_delivered_at: told(last("delivered")),
    last_failed_at: told(failed),
    last_opt_out_at: told(last("opted_out")),
    last_reply_at: told(last("wrote")),
  };
  return {
    validity: invalid
      ? "invalid"
      : unassigned
        ? "suspected_invalid"
        : arrived === null
          ? "unknown"
          : "valid",
    reachability: well
      ? "reachable"
      : gone
        ? "unreachable"
        : failed === null
          ? "unknown"
          : "degraded",
    verification_state: verification(well, failed, wellFormed),
    suppression_state: CONTRACT_SUPPRESSION[suppression],
    last_success_at: told(arrived),
    last_failure_at: told(failed),
    quality_signals: signalsIn(natives),
    confidence: arrived === null && failed === null ? "low" : "medium",
    adapter_specific: { sms: { ...phone } },
  };
};

function verification(
  well: boolean,
  failed: Instant | null,
  wellFormed: boolean,
): EndpointQualityDraft["verification_state"] {
  if (well) return "recently_successful";
  if (failed !== null) return "failed";
  return wellFormed ? "syntax_validated" : "unverified";
}

function newest(natives: readonly SmsStored[], sign: keyof typeof PHONE_SIGNS): Instant | null {
  return natives
    .filter(PHONE_SIGNS[sign])
    .reduce<Instant | null>((last, native) => latest(last, at(native)), null);
}

const latest = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null ? b : b === null ? a : Math.max(a, b);

/** A tie counts for the worse. */
const isNewest = (bad: Instant | null, good: Instant | null): boolean =>
  bad !== null && (good === null || bad >= good);

const told = (instant: Instant | null): string | null =>
  instant === null ? null : timestamp(instant);

/** As the newest message to it was planned. */
function numberFacts(
  natives: readonly SmsStored[],
): Pick<PhoneQuality, "country_code" | "number_type"> {
  const known = natives
    .filter(({ data }) => "number_type" in data || "country" in data)
    .toSorted((a, b) => at(a) - at(b) || (a.id < b.id ? -1 : 1))
    .at(-1)?.data;
  const country = known?.["country"];
  const type = NUMBER_TYPES.find((each) => each === known?.["number_type"]);
  return {
    country_code: typeof country === "string" ? country : null,
    number_type: type ?? "unknown",
  };
}

const NUMBER_TYPES = ["mobile", "landline", "voip", "toll_free", "unknown"] as const;

const signalsIn = (natives: readonly SmsStored[]): string[] =>
  Object.entries(PHONE_SIGNS)
    .filter(([, shows]) => natives.some(shows))
    .map(([sign]) => sign)
    .toSorted();
