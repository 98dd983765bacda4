import { rawOf, type Parsed, type SourceDefinition, type WireRequest } from "@underclaim/runtime";
import { z } from "zod";
import type { SmsKit } from "../../kit.ts";
import { glimpse } from "../glimpse.ts";
import { inboundNative } from "../inbound.ts";
import { instantOf } from "../instant.ts";
import { receiptNative } from "../receipt.ts";
import type { SmsDraft, SmsNative } from "../types.ts";
import { notUnderstood, parseJson } from "../wire.ts";
import { birdReceipt } from "./classify.ts";
import { OPERATION_KEY } from "./operation-key.ts";
import { verifyStandardWebhook } from "./standard-webhooks.ts";

const SOURCE = "bird.events";
const Text = z.string().min(1).max(500);
const Event = z.looseObject({
  type: Text,
  timestamp: z.string().nullish(),
  data: z.looseObject({
    sms_id: Text,
    to: Text,
    from: Text,
    metadata: z.record(z.string(), z.unknown()).nullish(),
    mcc_mnc: z.string().nullish(),
    text: z.string().max(20_000).nullish(),
    error: z
      .looseObject({ code: z.string().nullish(), carrier_error_code: z.string().nullish() })
      .nullish(),
  }),
});
type Event = z.output<typeof Event>;

/** Everything that the new Bird API posts about SMS: statuses and replies. Bird delivers at least once and in no order. */
export const birdEvents = (kit: SmsKit): SourceDefinition<SmsNative> => ({
  transport: "http",
  verify: verifyStandardWebhook,
  headers: ["webhook-id"],
  parse: (wire) => parseJson(wire, Typed, ({ type }) => read(kit, wire, type)),
  person: (wire) => personIn(kit, wire),
});

/** An endpoint may be subscribed to events of other channels, which have other fields. */
const Typed = z.looseObject({ type: Text });

function read(kit: SmsKit, wire: WireRequest, type: string): Parsed<SmsNative> {
  if (!type.startsWith("sms.")) return notUnderstood("No event of SMS.");
  return parseJson(wire, Event, (event) => ({
    ok: true,
    natives: [type === "sms.received" ? reply(kit, wire, event) : receipt(kit, wire, event)],
  }));
}

function receipt(kit: SmsKit, wire: WireRequest, { type, timestamp, data }: Event): SmsDraft {
  const operation = data.metadata?.[OPERATION_KEY];
  const code = data.error?.code || null;
  return receiptNative({
    source: SOURCE,
    account: wire.account ?? "default",
    ...birdReceipt(type, code),
    status: type,
    code,
    carrierCode: data.error?.carrier_error_code || null,
    messageId: data.sms_id,
    operation: typeof operation === "string" && operation !== "" ? operation : null,
    occurredAt: instantOf(timestamp),
    // The same for every attempt and for a replay.
    dedupeKey: wire.headers["webhook-id"] ?? [data.sms_id, type, timestamp ?? ""].join("/"),
    reportedBy: "provider_webhook",
    network: /^\d{5,6}$/.test(data.mcc_mnc ?? "") ? data.mcc_mnc : null,
    raw: rawOf(wire, kit.numberId(data.to)),
  });
}

const reply = (kit: SmsKit, wire: WireRequest, { timestamp, data }: Event): SmsDraft =>
  inboundNative(kit, {
    source: SOURCE,
    account: wire.account ?? "default",
    messageId: data.sms_id,
    from: data.from,
    to: data.to,
    // One that carries only pictures has none.
    body: data.text ?? "",
    occurredAt: instantOf(timestamp),
    dedupeKey: data.sms_id,
    raw: rawOf(wire, kit.numberId(data.from)),
  });

const Person = z.looseObject({
  type: z.string().nullish(),
  data: z.looseObject({ to: z.string().nullish(), from: z.string().nullish() }),
});

/** Whose number stands in what was not understood. */
function personIn(kit: SmsKit, wire: WireRequest): string | null {
  const seen = glimpse<z.output<typeof Person>>((see) => parseJson(wire, Person, see));
  const number = seen?.type === "sms.received" ? seen.data.from : seen?.data.to;
  return number == null ? null : kit.numberId(number);
}
