import {
  type AdapterEvent,
  type AdapterEvidenceAssessment,
  type CorrelationContext,
  type EvidenceEvent,
  type MappingRow,
  toNativeStatusMappings,
} from "@underclaim/contract";
import { type Answer, type Driver, durationMs, type Given } from "@underclaim/contract/golden";
import { pigeonDescriptor, pigeonMapping } from "../mapping/sample-adapter.ts";

/** What a deliberately wrong adapter does differently. */
export type Defect =
  | "overclaims"
  | "overclaims_confidence"
  | "overclaims_actor"
  | "hides_acceptance"
  | "emits_undeclared"
  | "hides_correlation"
  | "forgets_raw"
  | "believes_the_last"
  | "counts_repeats"
  | "refuses_late"
  | "forgets_on_restart"
  | "acts_twice"
  | "skips_between_pages"
  | "repeats_between_pages"
  | "swallows_what_it_cannot_read"
  | "shows_strangers"
  | "logs_content"
  | "loses_replies"
  | "answers_wrongly";

interface State {
  now: number;
  readonly started: number;
  readonly operations: Map<string, { request: Record<string, unknown>; answer: Answer }>;
  readonly refs: Map<string, Record<string, string>>;
  readonly natives: AdapterEvent[];
  readonly seen: Set<string>;
  readonly evidence: EvidenceEvent[];
  readonly deadLetters: unknown[];
  effects: number;
  traces: string;
}

const ADAPTER = "pigeon.default";
const JSON_HEADERS = { "content-type": "application/json" };

/** A whole adapter in memory that keeps every law, but for the defects it is given. */
export function fakeDriver(...defects: readonly Defect[]): Driver {
  const has = (defect: Defect) => defects.includes(defect);
  let state = emptyState("2026-01-01T00:00:00Z");

  const timestamp = () => new Date(state.now).toISOString();

  const emit = (row: MappingRow, native: AdapterEvent): void => {
    const { correlation } = native;
    const type = has("emits_undeclared") ? "interaction.notification.opened" : row.event;
    state.evidence.push({
      evidence_event_id: `ev_${type}_${native.event_id}`,
      event_type: type,
      event_family: type.startsWith("interaction.") ? "interaction" : "notification",
      observed_at: timestamp(),
      source_adapter_id: ADAPTER,
      source_adapter_event_id: native.event_id,
      coordination_case_id: correlation.coordination_case_id,
      participant_id: correlation.participant_id,
      provider_refs: [],
      normalized_meaning: row.meaning,
      evidence_grade: has("overclaims")
        ? { ...row.grade, authority_certainty: "high" }
        : { ...row.grade },
      ...(has("overclaims_actor")
        ? {
            actor_context: {
              actor_type: "human",
              identity_strength: "high",
              authority_strength: "none",
            } as const,
          }
        : {}),
      confidence: { level: has("overclaims_confidence") ? "high" : "medium", basis: [] },
      raw_event_ref: has("forgets_raw") ? null : `native:${native.event_id}`,
      correlation,
      metadata: {
        ...(has("hides_correlation") ? {} : { correlation_method: "operation_id" }),
        ...(has("hides_acceptance") ? {} : { acceptance: row.acceptance }),
      },
    });
  };

  const ingest = (id: string, type: string, correlation: CorrelationContext): void => {
    if (state.seen.has(id) && !has("counts_repeats")) return;
    const known = Object.entries(pigeonMapping).find(([name]) => name === type)?.[1] ?? [];
    const native: AdapterEvent = {
      event_id: state.seen.has(id) ? `${id}_again_${state.natives.length}` : id,
      adapter_id: ADAPTER,
      adapter_event_type: type,
      received_at: timestamp(),
      observation: {
        source_type: "endpoint",
        observed_at: timestamp(),
        source_confidence: "high",
        notes: [],
      },
      correlation,
      provider_refs: [],
      normalization_status: known.length > 0 ? "normalized" : "ignored",
      normalized_events: [],
    };
    state.seen.add(id);
    state.natives.push(native);
    for (const row of known) emit(row, native);
  };

  const assessment = (subclass: string): AdapterEvidenceAssessment => ({
    subject_ref: "message",
    adapter_id: ADAPTER,
    category: subclass.startsWith("success") ? "success" : "undef",
    subclass,
    confidence: "medium",
    evidence_summary: [],
    limitations: [],
  });

  return {
    async reset(given: Given) {
      state = emptyState(given.clock);
    },
    async action(request) {
      const key = String(request["idempotency_key"]);
      const known = state.operations.get(key);
      if (known !== undefined && !has("acts_twice")) {
        const headers = { ...JSON_HEADERS, "idempotency-replayed": "true" };
        return { ...known.answer, status: 200, headers };
      }
      const operation = `op_${state.operations.size}${known === undefined ? "" : "_again"}`;
      const correlation: CorrelationContext = {
        correlation_id: "corr",
        request_id: String(request["request_id"]),
        coordination_case_id: String(request["coordination_case_id"]),
        participant_id: text(request["participant_id"]),
        adapter_operation_id: operation,
        external_refs: [],
      };
      state.effects += 1;
      if (has("logs_content")) state.traces += JSON.stringify(request["content"]);
      ingest(`released_${operation}`, "pigeon.released", correlation);
      const answer: Answer = {
        status: has("answers_wrongly") ? 200 : 202,
        headers: JSON_HEADERS,
        body: {
          request_id: request["request_id"],
          adapter_id: ADAPTER,
          accepted: true,
          action_state: "accepted",
          adapter_operation_id: operation,
        },
      };
      state.operations.set(key, { request: { ...request, correlation }, answer });
      return answer;
    },
    async providerReply(reply) {
      const operation = `op_${state.operations.size - 1}`;
      state.refs.set(operation, { ring: String(reply["ring"]) });
    },
    async native({ body }) {
      const answer: Answer = { status: 204, headers: {}, body: "" };
      if (typeof body === "string" || Array.isArray(body)) {
        if (!has("swallows_what_it_cannot_read")) state.deadLetters.push(body);
        return answer;
      }
      const late = state.now - state.started > 7 * 86_400_000;
      if (has("refuses_late") && late) return { ...answer, status: 410 };
      const type = String(body["type"]);
      if (has("loses_replies") && type === "pigeon.answered") return answer;
      const cause = [...state.operations.values()].find(
        ({ answer: { body: result } }) =>
          Reflect.get(Object(result), "adapter_operation_id") === body["operation"],
      );
      ingest(String(body["id"]), type, correlationOf(cause?.request));
      return answer;
    },
    async request() {
      const [refs] = state.refs.values();
      return { status: 200, headers: JSON_HEADERS, body: JSON.stringify(refs ?? {}) };
    },
    async advance(duration) {
      state.now += durationMs(duration) ?? Number.NaN;
    },
    async restart() {
      if (has("forgets_on_restart")) state.evidence.pop();
    },
    async fault() {
      throw new Error("The fake knows no fault points.");
    },
    async evidence(pageSize = 100) {
      if (has("skips_between_pages")) {
        return state.evidence.filter((_, at) => (at + 1) % (pageSize + 1) !== 0);
      }
      const repeats = has("repeats_between_pages") && state.evidence.length > 1;
      return [...state.evidence, ...(repeats ? state.evidence.slice(0, 1) : [])];
    },
    async timeline() {
      return state.natives;
    },
    async assessment() {
      const types = state.natives.map((native) => native.adapter_event_type);
      const landed = has("believes_the_last")
        ? types.at(-1) === "pigeon.landed"
        : types.includes("pigeon.landed");
      return {
        channel: assessment(landed ? "success.delivered" : "undef.sent"),
        participant: assessment("undef.awareness_unproven"),
      };
    },
    async health() {
      return {
        adapter_id: ADAPTER,
        status: "healthy",
        checked_at: timestamp(),
        provider_connectivity: "healthy",
        configuration_validity: "valid",
        credential_status: "valid",
        webhook_status: "healthy",
        polling_status: "not_supported",
        known_degradations: [],
        metrics: {},
      };
    },
    async descriptor() {
      return pigeonDescriptor();
    },
    async mappings() {
      return toNativeStatusMappings(pigeonMapping).map((row) => ({ ...row, confidence: "medium" }));
    },
    async endpointQuality(endpointId) {
      return {
        endpoint_ref: { endpoint_id: endpointId, endpoint_type: "loft" },
        endpoint_type: "loft",
        validity: "unknown",
        reachability: "reachable",
        verification_state: "unverified",
        suppression_state: "active",
        quality_signals: [],
        confidence: "low",
        adapter_specific: {},
      };
    },
    async adapterEvents() {
      return has("forgets_raw") ? [] : state.natives;
    },
    async close() {
      state = emptyState("2026-01-01T00:00:00Z");
    },
    async refs(operation) {
      return state.refs.get(operation) ?? {};
    },
    async effects() {
      return state.effects;
    },
    async deadLetters() {
      return state.deadLetters;
    },
    async traces() {
      return state.traces;
    },
    async stranger() {
      const shown = has("shows_strangers") ? state.evidence : [];
      return {
        evidence: async () => shown,
        operation: async (id) => ({ status: 404, headers: {}, body: { detail: `No ${id}.` } }),
      };
    },
  };
}

function emptyState(clock: string): State {
  return {
    now: Date.parse(clock),
    started: Date.parse(clock),
    operations: new Map(),
    refs: new Map(),
    natives: [],
    seen: new Set(),
    evidence: [],
    deadLetters: [],
    effects: 0,
    traces: "",
  };
}

function correlationOf(request: Record<string, unknown> | undefined): CorrelationContext {
  const known = request?.["correlation"];
  return known === undefined
    ? { correlation_id: "none", coordination_case_id: `adapter:${ADAPTER}`, external_refs: [] }
    : (known as CorrelationContext);
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
