/**
 * What intake cannot do without, written by hand for this one action: the API key's digest, the schema, the fingerprints of
 * the content, the identifiers, the native event and its evidence, the record, one durable commit into the same tables with
 * the same indexes, guarded by the key and by the suppression. No definition, no mapping, no plan, no snapshot, no audit log,
 * no metrics, no answer to bad input. What lies between it and the peer is the contract's price, what lies between it and
 * ours is the runtime's.
 */
import { hash } from "node:crypto";
import { AdapterActionRequest, type AdapterActionRequest as Request } from "@underclaim/contract";
import { fastify } from "fastify";
import { stableId } from "../../src/engine/digest.ts";
import { fieldHashes } from "../../src/engine/idempotency.ts";
import { Secret } from "../../src/log/index.ts";
import { randomIds } from "../../src/system.ts";
import { apiHeaders, TENANT } from "../../src/testing/crash/reference-service.ts";
import { timestamp } from "../../src/time-and-ids.ts";
import { openPeerWriter } from "../lib/open-peer-writer.ts";
import { serveBench } from "../lib/served.ts";

type Row = readonly (string | number | null)[];

const [folder = ""] = process.argv.slice(2);
const write = await openPeerWriter<readonly Row[]>(
  folder,
  new URL("./floor-writer.ts", import.meta.url),
);

const digestKey = new Secret("the floor's");
const ADAPTER = "reference-connect.default";
const MAPPED = "reference.request.accepted";
const EVENT = "notification.attempt.accepted_by_adapter";
const DAY_MS = 86_400_000;
const NONE = "none";
const GRADE = {
  strength: "strong",
  actor_certainty: NONE,
  authority_certainty: NONE,
  payload_certainty: NONE,
  interaction_certainty: NONE,
  timing_certainty: "high",
  channel_certainty: "low",
  non_repudiation_strength: NONE,
  notes: [],
};
const DOES_NOT_MEAN = [
  "the provider accepted it",
  "anything was sent",
  "the recipient received it",
];

const digestOf = (headers: Readonly<Record<string, unknown>>): string =>
  hash("sha256", String(headers["authorization"] ?? headers["x-api-key"]), "hex");
const known = new Set([digestOf(apiHeaders)]);

const correlationOf = (request: Request, operation: string) => ({
  correlation_id: request.tracking_context.correlation_id,
  request_id: request.request_id,
  coordination_case_id: request.coordination_case_id,
  participant_id: request.participant_id ?? null,
  notification_id: request.tracking_context.notification_id ?? null,
  delivery_id: null,
  interaction_id: null,
  payload_id: null,
  action_surface_id: null,
  adapter_operation_id: operation,
  provider_operation_id: null,
  provider_message_id: null,
  external_refs: [],
});

const app = fastify();
app.post("/adapter/actions", async (request, reply) => {
  if (!known.has(digestOf(request.headers))) return reply.code(401).send();
  const parsed = AdapterActionRequest.safeParse(request.body);
  if (!parsed.success) return reply.code(400).send();
  const action = parsed.data;
  const fields = JSON.stringify(fieldHashes(action, digestKey));
  const now = Date.now();
  const at = timestamp(now);
  const operation = randomIds.next("op");
  const subject = `msg_${operation}`;
  const address = String(action.target_endpoint?.value);
  const person = stableId("adr", address);
  const endpoint = {
    endpoint_id: action.target_endpoint?.endpoint_id,
    endpoint_type: action.target_endpoint?.endpoint_type,
  };
  const dedupeKey = `${operation}:${MAPPED}`;
  const native = stableId("ne", TENANT, "adapter", dedupeKey);
  const event = stableId("ev", TENANT, action.coordination_case_id, subject, EVENT, MAPPED);
  const correlation = correlationOf(action, operation);
  const observation = {
    source_type: "adapter",
    observed_at: at,
    occurred_at: null,
    source_confidence: "high",
    observer_ref: null,
    transport_ref: null,
    notes: [],
  };
  const eventText = JSON.stringify({
    evidence_event_id: event,
    event_type: EVENT,
    event_family: "notification",
    occurred_at: null,
    observed_at: at,
    source_adapter_id: ADAPTER,
    source_adapter_event_id: native,
    coordination_case_id: action.coordination_case_id,
    participant_id: action.participant_id ?? null,
    payload_ref: action.payload_ref ?? null,
    action_surface_ref: null,
    endpoint_ref: endpoint,
    actor_context: null,
    observation,
    provider_refs: [],
    normalized_meaning: "The adapter took the request and will try to carry it out.",
    evidence_grade: GRADE,
    confidence: { level: "high", basis: ["Correlated by operation."] },
    raw_event_ref: `native:${native}`,
    correlation,
    native_status_mapping_ref: `mapping:${MAPPED}`,
    metadata: {
      subject_ref: subject,
      native_event_type: null,
      native_status: null,
      correlation_method: "operation",
      does_not_mean: DOES_NOT_MEAN,
    },
  });
  const nativeText = JSON.stringify({
    id: native,
    type: MAPPED,
    source: "adapter",
    dedupe_key: dedupeKey,
    occurred_at: null,
    received_at: now,
    native_type: null,
    native_status: null,
    observation,
    subjects: [subject, `endpoint:${endpoint.endpoint_id}`],
    correlation_method: "operation",
    provider_refs: [],
    data: {},
    raw_hash: null,
  });
  const record = JSON.stringify({
    request_id: action.request_id,
    action_type: action.action_type,
    correlation,
    payload: action.payload_ref ?? null,
    action_surface: null,
    endpoint,
    expires_at: null,
    planned: "queued",
    initial_events: [event],
    error: null,
    received_at: now,
    completed_at: null,
    provider_refs: [],
    answers: true,
    metadata: null,
  });
  const result = JSON.stringify({
    request_id: action.request_id,
    adapter_id: ADAPTER,
    accepted: true,
    action_state: "queued",
    adapter_operation_id: operation,
    provider_operation_id: null,
    raw_response_ref: null,
    error: null,
    received_at: at,
    completed_at: null,
    metadata: { subject_ref: subject },
  });
  await write([
    [TENANT, `suppression\u0001${person}\u0001`],
    [TENANT, action.idempotency_key],
    [TENANT, `conversation\u0001${person}\u0001`, JSON.stringify({ operation })],
    [
      TENANT,
      operation,
      "reference",
      subject,
      now,
      record,
      JSON.stringify({ to: address, text: action.content?.body_text }),
      person,
      now + DAY_MS / 4,
      action.idempotency_key,
      action.request_id,
      fields,
      now + 7 * DAY_MS,
      result,
    ],
    [
      TENANT,
      event,
      subject,
      eventText,
      native,
      dedupeKey,
      subject,
      `endpoint:${endpoint.endpoint_id}`,
      now,
      nativeText,
    ],
  ]);
  return reply
    .code(202)
    .header("content-type", "application/json; charset=utf-8")
    .send(`${result.slice(0, -1)},"initial_events":[${eventText}]}`);
});
await serveBench(app);
