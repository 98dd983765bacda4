import { describe, expect, it } from "vitest";
import { z } from "zod";
import { XmppEvidenceAssessment } from "../../src/model/assessment.ts";
import { XmppChannelHealth } from "../../src/model/channel-health.ts";
import { XmppDeliveryReceipt } from "../../src/model/delivery-receipt.ts";
import { XmppDisplayedMarker } from "../../src/model/displayed-marker.ts";
import { XmppEndpointQuality } from "../../src/model/endpoint-quality.ts";
import { COMMAND_CLASSIFICATIONS, XmppInboundMessage } from "../../src/model/inbound-message.ts";
import { XmppPresenceState } from "../../src/model/presence.ts";
import { XmppProvider } from "../../src/model/provider-model.ts";
import { RawXmppEventRef } from "../../src/model/raw-event-ref.ts";
import { XmppStanzaError } from "../../src/model/stanza-error.ts";
import { FAIL, SUCCESS, UNDEF } from "../../src/model/subclasses.ts";
import { XmppAttempt, XmppAttemptState } from "../../src/model/xmpp-attempt.ts";
import { XmppEndpoint } from "../../src/model/xmpp-endpoint.ts";
import { XmppMessage } from "../../src/model/xmpp-message.ts";
import { XmppStanza } from "../../src/model/xmpp-stanza.ts";

const CONDITIONS =
  "bad_request | conflict | feature_not_implemented | forbidden | gone | internal_server_error | item_not_found | jid_malformed | not_acceptable | not_allowed | not_authorized | payment_required | recipient_unavailable | redirect | registration_required | remote_server_not_found | remote_server_timeout | resource_constraint | service_unavailable | subscription_required | undefined_condition | unexpected_request";

/** The document's blocks: one field a line. */
const DOCUMENT: readonly (readonly [section: string, schema: z.ZodType, block: string])[] = [
  [
    "§9.1 XmppMessage",
    XmppMessage,
    `xmpp_message_id: string
    coordination_case_id: string?
    participant_id: string?
    purpose: string?
    message_body_ref: string?
    template_ref: string?
    tracking_context: TrackingContext
    created_at: timestamp`,
  ],
  [
    "§9.2 XmppAttempt",
    XmppAttempt,
    `xmpp_attempt_id: string
    xmpp_message_id: string
    xmpp_account_ref: string
    xmpp_server_ref: string?
    from_jid: XmppEndpoint
    to_jid: XmppEndpoint
    message_type: chat | normal | headline | groupchat | error
    stanza_id: string?
    origin_id: string?
    server_id: string?
    state: XmppAttemptState
    created_at: timestamp
    updated_at: timestamp`,
  ],
  [
    "§9.3 XmppStanza",
    XmppStanza,
    `stanza_ref: string
    stanza_type: message | presence | iq
    message_type: chat | normal | headline | groupchat | error | unknown
    stanza_id: string?
    origin_id: string?
    stable_id: string?
    from_jid: string
    to_jid: string
    payload_ref: string?
    sent_at: timestamp?
    received_at: timestamp?
    raw_stanza_ref: string?`,
  ],
  [
    "§9.4 XmppEndpoint",
    XmppEndpoint,
    `endpoint_id: string?
    endpoint_type: bare_jid | full_jid | muc_room_jid | pubsub_node | component_jid | unknown
    jid: string
    bare_jid: string?
    resource: string?
    display_name: string?
    verification_state: unknown | syntax_validated | roster_known | presence_known | authenticated | invalid
    suppression_state: active | suppressed | blocked | unsubscribed | unknown
    metadata: object?`,
  ],
  [
    "§15 XmppPresenceState",
    XmppPresenceState,
    `endpoint_ref: EndpointRef
    bare_jid: string
    resource: string?
    availability: available | unavailable | away | xa | dnd | chat | unknown
    priority: integer?
    status_text: string?
    observed_at: timestamp
    subscription_state: none | to | from | both | unknown
    confidence: low | medium | high`,
  ],
  [
    "§16 XmppDeliveryReceipt",
    XmppDeliveryReceipt,
    `receipt_id: string
    original_stanza_id: string
    from_jid: string
    to_jid: string
    received_at: timestamp
    resource: string?
    confidence: low | medium | high`,
  ],
  [
    "§16 XmppDisplayedMarker",
    XmppDisplayedMarker,
    `marker_id: string
    original_stanza_id: string
    marker_type: displayed | acknowledged | received | unknown
    from_jid: string
    to_jid: string
    received_at: timestamp
    resource: string?
    confidence: low | medium | high`,
  ],
  [
    "§17 XmppInboundMessage",
    XmppInboundMessage,
    `inbound_message_id: string
    from_jid: XmppEndpoint
    to_jid: XmppEndpoint
    message_type: chat | normal | groupchat | headline | error | unknown
    received_at: timestamp
    body_text: string?
    command_classification: none | acknowledgement | decline | help | free_text | unknown
    correlation: CorrelationContext?
    raw_stanza_ref: string?`,
  ],
  [
    "§22 XmppProvider",
    XmppProvider,
    `provider_name: string
    provider_account_ref: string
    supported_features: [client_to_server | component_connection | delivery_receipts | displayed_markers | stream_management | chat_state_notifications | message_archive_management | multi_user_chat | pubsub | end_to_end_encryption]
    event_mapping_ref: string
    configuration_ref: string`,
  ],
  [
    "§24 XmppStanzaError",
    XmppStanzaError,
    `error_type: cancel | continue | modify | auth | wait | unknown
    condition: string
    text: string?
    retryable: boolean
    classification: [${CONDITIONS}]`,
  ],
  [
    "§25 XmppEndpointQuality",
    XmppEndpointQuality,
    `endpoint_ref: EndpointRef
    jid_valid: boolean?
    domain_resolves: boolean?
    server_reachable: boolean?
    roster_known: boolean?
    subscription_state: none | to | from | both | unknown
    last_presence_available_at: timestamp?
    last_presence_unavailable_at: timestamp?
    last_delivery_receipt_at: timestamp?
    last_displayed_marker_at: timestamp?
    last_reply_at: timestamp?
    last_stanza_error_at: timestamp?
    suppression_state: string?`,
  ],
  [
    "§26 XmppChannelHealth",
    XmppChannelHealth,
    `xmpp_account_ref: string
    server_ref: string?
    status: healthy | degraded | failing | unknown
    stream_status: connected | disconnected | reconnecting | failed | unknown
    authentication_status: authenticated | failed | expired | unknown
    tls_status: active | failed | unavailable | unknown
    server_reachability: healthy | degraded | unavailable | unknown
    supported_extensions: [string]
    known_degradations: [string]`,
  ],
  [
    "§30 RawXmppEventRef",
    RawXmppEventRef,
    `raw_event_id: string
    source: stream | server | client | muc | pubsub | archive | operator
    storage_ref: string?
    received_at: timestamp
    redacted: boolean`,
  ],
];

interface Node {
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

const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf("/") + 1);

/** A schema with a name is generated as a reference to it. */
function nodeOf(schema: z.ZodType): Node {
  const { $ref, $defs = {}, ...node } = z.toJSONSchema(schema, { io: "output" }) as Document;
  return ($ref ? $defs[nameOf($ref)] : node) ?? {};
}

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

/** Names that stand for enumerations. */
const ENUMERATIONS: Readonly<Record<string, string>> = {
  XmppAttemptState: XmppAttemptState.options.join(" | "),
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

describe("§11 XmppEvidenceAssessment", () => {
  const assessment = { xmpp_message_id: "xmpp_1", confidence: "low" };

  it.each(["success", "fail", "undef"] as const)(
    "%s has its own subclasses and takes no other's",
    (category) => {
      for (const subclass of [...SUCCESS, ...FAIL, ...UNDEF])
        expect(
          XmppEvidenceAssessment.safeParse({ ...assessment, category, subclass }).success,
        ).toBe(subclass.startsWith(`${category}.`));
    },
  );

  it("has the document's fields and no others", () => {
    const whole = {
      xmpp_message_id: "xmpp_1",
      participant_id: null,
      category: "undef",
      subclass: "undef.pending",
      confidence: "low",
      strongest_signal: null,
      evidence_summary: [],
      recommended_coordination_interpretation: null,
    };
    expect(XmppEvidenceAssessment.parse(whole)).toEqual(whole);
    expect(XmppEvidenceAssessment.safeParse({ ...whole, more: 1 }).success).toBe(false);
  });
});

it("§10 has 22 states", () => {
  expect(XmppAttemptState.options).toHaveLength(22);
});

it("§17 has no word for STOP: it is none of the document's", () => {
  expect(COMMAND_CLASSIFICATIONS.stop).toBe("unknown");
});
