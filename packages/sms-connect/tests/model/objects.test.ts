import { describe, expect, it } from "vitest";
import { z } from "zod";
import { SmsEvidenceAssessment } from "../../src/model/assessment.ts";
import { SmsEndpointQuality } from "../../src/model/endpoint-quality.ts";
import { RawSmsEventRef } from "../../src/model/raw-event-ref.ts";
import { SmsAttempt, SmsAttemptState } from "../../src/model/sms-attempt.ts";
import { SmsEndpoint } from "../../src/model/sms-endpoint.ts";
import { SmsMessage } from "../../src/model/sms-message.ts";
import { SmsSegment } from "../../src/model/sms-segment.ts";
import { FAIL, SUCCESS, UNDEF } from "../../src/model/subclasses.ts";
import { SmsMessageTimeline, SmsTimelineEvent } from "../../src/model/timeline.ts";

/** The document's blocks: one field a line. */
const DOCUMENT: readonly (readonly [section: string, schema: z.ZodType, block: string])[] = [
  [
    "§8.1 SmsMessage",
    SmsMessage,
    `sms_message_id: string
    coordination_case_id: string?
    participant_id: string?
    purpose: string?
    message_body_ref: string?
    template_ref: string?
    tracking_context: TrackingContext
    created_at: timestamp`,
  ],
  [
    "§8.2 SmsAttempt",
    SmsAttempt,
    `sms_attempt_id: string
    sms_message_id: string
    provider_name: string
    provider_account_ref: string?
    sender_endpoint: SmsEndpoint
    recipient_endpoint: SmsEndpoint
    provider_message_id: string?
    adapter_operation_id: string?
    sender_identity_ref: string?
    campaign_ref: string?
    state: SmsAttemptState
    created_at: timestamp
    updated_at: timestamp`,
  ],
  [
    "§8.3 SmsSegment",
    SmsSegment,
    `sms_segment_id: string
    sms_attempt_id: string
    segment_index: integer
    segment_count: integer
    encoding: gsm7 | ucs2 | binary | unknown
    provider_segment_id: string?
    carrier_segment_id: string?
    state: SmsSegmentState
    delivered_at: timestamp?
    failed_at: timestamp?`,
  ],
  [
    "§8.4 SmsEndpoint",
    SmsEndpoint,
    `endpoint_id: string?
    endpoint_type: phone_number | short_code | long_code | toll_free | alphanumeric_sender_id | sender_pool | unknown
    phone_number_e164: string?
    sender_id: string?
    display_name: string?
    country_code: string?
    verification_state: unknown | syntax_validated | verified | suspected_invalid | invalid
    consent_state: unknown | opted_in | opted_out | consent_not_required | consent_required | disputed
    suppression_state: active | suppressed | opt_out_suppressed | bounce_suppressed | provider_suppressed | manual_suppressed | unknown
    metadata: object?`,
  ],
  [
    "§14 SmsMessageTimeline",
    SmsMessageTimeline,
    `sms_message_id: string
    sms_attempts: [object]
    segments: [SmsSegment]
    current_assessment: SmsEvidenceAssessment`,
  ],
  [
    "§14 SmsTimelineEvent",
    SmsTimelineEvent,
    // occurred_at is required in the document and may be null here: a time is never invented.
    `event_id: string
    event_type: string
    occurred_at: timestamp?
    source: adapter | provider | carrier | inbound_sms | tracking | operator
    native_event_type: string?
    normalized_event_type: string?
    summary: string
    evidence_grade: EvidenceGrade
    raw_event_ref: string?`,
  ],
  [
    "§25 SmsEndpointQuality",
    SmsEndpointQuality,
    `endpoint_ref: EndpointRef
    e164_valid: boolean?
    country_code: string?
    number_type: mobile | landline | voip | toll_free | unknown
    reachable: boolean?
    carrier_name: string?
    ported: boolean?
    roaming: boolean?
    consent_state: string?
    suppression_state: string?
    last_provider_acceptance_at: timestamp?
    last_carrier_acceptance_at: timestamp?
    last_delivered_at: timestamp?
    last_failed_at: timestamp?
    last_opt_out_at: timestamp?
    last_reply_at: timestamp?`,
  ],
  [
    "§30 RawSmsEventRef",
    RawSmsEventRef,
    `raw_event_id: string
    provider_name: string
    storage_ref: string?
    received_at: timestamp
    redacted: boolean`,
  ],
];

interface Node {
  readonly id?: string;
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

interface Document extends Node {
  readonly $defs?: Readonly<Record<string, Node>>;
}

/** A schema with a name is generated as a reference to it. */
function nodeOf(schema: z.ZodType): Node {
  const { $ref, $defs = {}, ...node } = z.toJSONSchema(schema, { io: "input" }) as Document;
  return ($ref ? $defs[nameOf($ref)] : node) ?? {};
}

const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf("/") + 1);

/** A field as the document would write it. */
function notation(field: Node): string {
  const branches = field.anyOf?.filter(({ type }) => type !== "null");
  if (branches?.length === 1 && branches[0] !== undefined) return `${notation(branches[0])}?`;
  if (field.$ref) return nameOf(field.$ref);
  if (field.enum) return field.enum.join(" | ");
  if (field.type === "array" && field.items) return `[${notation(field.items)}]`;
  const [type, mark] = typeof field.type === "object" ? field.type : [field.type];
  const name = field.format === "date-time" ? "timestamp" : String(type);
  return mark === "null" ? `${name}?` : name;
}

/** Names that the document gives to enumerations of its own. */
const ENUMERATIONS: Readonly<Record<string, string>> = {
  SmsAttemptState: SmsAttemptState.options.join(" | "),
  SmsSegmentState: "delivered | failed | pending | unknown",
};

describe.each(DOCUMENT)("%s", (section, schema, block) => {
  const node = nodeOf(schema);
  const fields = block.split("\n").map((line) => line.trim().split(": ", 2) as [string, string]);

  it("has the document's fields, in its order, and no others", () => {
    expect(Object.keys(node.properties ?? {})).toEqual(fields.map(([name]) => name));
    expect(node.additionalProperties).toBe(false);
  });

  it("gives each the document's type", () => {
    const own = Object.entries(node.properties ?? {}).map(([name, field]) => [
      name,
      notation(field),
    ]);
    expect(own).toEqual(fields.map(([name, type]) => [name, ENUMERATIONS[type] ?? type]));
  });

  it("requires all that the document does not mark", () => {
    expect([...(node.required ?? [])].toSorted()).toEqual(
      fields
        .filter(([, type]) => !type.endsWith("?"))
        .map(([name]) => name)
        .toSorted(),
    );
  });

  it("goes by its own name", () => {
    expect(schema.meta()?.id).toBe(section.split(" ")[1]);
  });
});

describe("§10 SmsEvidenceAssessment", () => {
  const assessment = { sms_message_id: "sms_1", confidence: "low" };

  it.each(["success", "fail", "undef"])(
    "%s has its own subclasses and takes no other's",
    (category) => {
      for (const subclass of [...SUCCESS, ...FAIL, ...UNDEF])
        expect(SmsEvidenceAssessment.safeParse({ ...assessment, category, subclass }).success).toBe(
          subclass.startsWith(`${category}.`),
        );
    },
  );

  it("has the document's fields and no others", () => {
    const whole = {
      sms_message_id: "sms_1",
      participant_id: null,
      category: "undef",
      subclass: "undef.pending",
      confidence: "low",
      strongest_signal: null,
      evidence_summary: [],
      recommended_coordination_interpretation: null,
    };
    expect(SmsEvidenceAssessment.parse(whole)).toEqual(whole);
    expect(SmsEvidenceAssessment.safeParse({ ...whole, more: 1 }).success).toBe(false);
  });
});

it("§14 an attempt of a timeline has the document's fields", () => {
  const node = nodeOf(SmsMessageTimeline);
  const attempt = node.properties?.["sms_attempts"]?.items;
  expect(Object.keys(attempt?.properties ?? {})).toEqual([
    "sms_attempt_id",
    "provider_name",
    "provider_message_id",
    "events",
  ]);
});

it("§9 has 27 states", () => {
  expect(SmsAttemptState.options).toHaveLength(27);
});
