import { defineDescriptor } from "@underclaim/contract";
import type { AdapterActionResult, AdapterHealth, EvidenceEvent } from "@underclaim/contract";
import type {
  ActionAnswer,
  AdapterRuntime,
  ReceiveAnswer,
} from "../../src/engine/adapter-runtime.ts";
import { StoreUnavailableError } from "../../src/errors.ts";
import type { WireRequest } from "../../src/definition/source.ts";
import type { DeadLetter, Store } from "../../src/store/port.ts";
import { fakeAssessment, fakeDescriptor, fakeEvidence, fakeHealth } from "./fake-documents.ts";

interface Row {
  readonly position: number;
  readonly tenant: string;
  readonly text: string;
}

/** An adapter runtime in memory: it keeps the interface's promises and nothing else. */
export class FakeRuntime implements AdapterRuntime {
  readonly descriptor = defineDescriptor(fakeDescriptor());
  readonly subjectsPath = "messages";
  readonly received: {
    readonly tenant: string;
    readonly source: string;
    readonly wire: WireRequest;
  }[] = [];
  readonly erased: string[] = [];
  lifecycle: AdapterRuntime["lifecycle"] = "healthy";
  /** What every call of the runtime and its store rejects with. */
  failure: Error | null = null;
  deadLetterRows: { readonly tenant: string; letter: DeadLetter }[] = [];
  unknownOperations = new Set<string>();

  readonly #ledger: Row[] = [];
  readonly #results = new Map<string, AdapterActionResult>();
  readonly #keys = new Map<string, { readonly request: string; readonly operation: string }>();
  readonly #followers = new Set<() => void>();
  readonly #counts = { accepted: 0, refused: 0, replayed: 0, conflict: 0, malformed: 0 };

  readonly store = {
    head: async () => {
      this.#fail();
      return this.#ledger.length;
    },
    heads: (signal: AbortSignal) => this.#heads(signal),
    deadLetter: async (tenant: string, id: string) =>
      this.deadLetterRows.find((row) => row.tenant === tenant && row.letter.id === id)?.letter ??
      null,
  } as unknown as Store;

  mappings() {
    return [];
  }

  nativeEvents() {
    return [];
  }

  source(name: string) {
    if (name === "test.answered") {
      const acknowledgement = {
        status: 200,
        contentType: "text/xml",
        body: "<Response/>",
      } as const;
      return { signed: true, get: true, acknowledgement };
    }
    return name === "test.signed"
      ? { signed: true }
      : name === "test.unsigned"
        ? { signed: false }
        : null;
  }

  async submit(tenant: string, body: unknown): Promise<ActionAnswer> {
    this.#fail();
    if (this.lifecycle === "disabled" || this.lifecycle === "retired") {
      const refusal = error(`adapter_${this.lifecycle}`, "It takes no actions.");
      return {
        kind: "disabled",
        error: { ...refusal, retryable: this.lifecycle === "disabled" },
      };
    }
    if (typeof body !== "object" || body === null || !("idempotency_key" in body)) {
      this.#counts.malformed += 1;
      return {
        kind: "malformed",
        error: error("malformed_request", "idempotency_key is missing."),
        problems: [{ path: "idempotency_key", message: "is missing" }],
      };
    }
    const key = `${tenant} ${String(body.idempotency_key)}`;
    const request = JSON.stringify(body);
    const refused = "action_type" in body && body.action_type === "refuse";
    const known = this.#keys.get(key);
    const operation = known?.operation ?? `op_${this.#keys.size + 1}`;
    const result = this.#results.get(`${tenant} ${operation}`) ?? this.#result(operation, refused);
    if (known !== undefined && known.request !== request) {
      this.#counts.conflict += 1;
      return {
        kind: "conflict",
        conflict: {
          idempotency_key: "k",
          original_request_ref: "r1",
          conflicting_request_ref: "r2",
          conflict_fields: ["content"],
        },
        result: { ...result, accepted: false, action_state: "idempotency_conflict" },
      };
    }
    if (known === undefined) {
      this.#keys.set(key, { request, operation });
      this.#results.set(`${tenant} ${operation}`, result);
      if (!refused) this.add(tenant);
    }
    this.#counts[known === undefined ? (refused ? "refused" : "accepted") : "replayed"] += 1;
    return {
      kind: refused ? "refused" : "accepted",
      operation,
      text: JSON.stringify(result),
      replayed: known !== undefined,
    };
  }

  async action(tenant: string, operation: string) {
    this.#fail();
    return this.#results.get(`${tenant} ${operation}`) ?? null;
  }

  async receive(tenant: string, source: string, wire: WireRequest): Promise<ReceiveAnswer> {
    this.#fail();
    const known = this.source(source);
    if (known === null) return { kind: "unknown_source" };
    if (known.signed && wire.headers["x-signature"] !== "right") {
      return { kind: "unverified", reason: "the signature differs" };
    }
    this.received.push({ tenant, source, wire });
    return { kind: "received", natives: 1, deadLetter: null };
  }

  async observe() {}

  async page(tenant: string, after: number, limit: number) {
    this.#fail();
    const rows = this.#ledger
      .filter((row) => row.tenant === tenant && row.position > after)
      .slice(0, limit);
    return {
      text: `[${rows.map(({ text }) => text).join(",")}]`,
      count: rows.length,
      next: rows.at(-1)?.position ?? after,
    };
  }

  async native(tenant: string, id: string) {
    if (id !== `${tenant}_native`) return null;
    return {
      id,
      source: "test.signed",
      dedupe_key: "e1",
      received_at: "2026-01-01T00:00:00.000Z",
      occurred_at: null,
      raw_hash: "0".repeat(64),
      raw: { content_type: "text/plain", text: "CANARY", expires_at: null },
    };
  }

  async timeline(tenant: string, subject: string) {
    return subject === `${tenant}_subject` ? { subject_ref: subject, events: [] } : null;
  }

  async assessment(tenant: string, subject: string) {
    if (subject !== `${tenant}_subject`) return null;
    return { channel: fakeAssessment(subject), participant: fakeAssessment(subject) };
  }

  async endpointQuality() {
    return null;
  }

  async deadLetters(tenant: string) {
    return this.deadLetterRows.filter((row) => row.tenant === tenant).map(({ letter }) => letter);
  }

  async replay(tenant: string, id: string) {
    return this.#end(tenant, id, "replayed");
  }

  async discard(tenant: string, id: string) {
    return this.#end(tenant, id, "discarded");
  }

  async resolve(tenant: string, operation: string) {
    if (!this.#results.has(`${tenant} ${operation}`)) return "not_found" as const;
    return this.unknownOperations.delete(operation)
      ? ("resolved" as const)
      : ("not_unknown" as const);
  }

  async erase(_tenant: string, person: string) {
    this.erased.push(person);
    return 2;
  }

  setLifecycle(state: AdapterRuntime["lifecycle"]) {
    this.lifecycle = state;
  }

  async health(): Promise<AdapterHealth> {
    return fakeHealth();
  }

  async stats() {
    this.#fail();
    return {
      head: this.#ledger.length,
      operations: { ready: 3, unknown: 2 },
      oldestReadyAt: null,
      openDeadLetters: this.deadLetterRows.length,
      parkedNatives: 0,
    };
  }

  counters() {
    return {
      actions: this.#counts,
      outcomes: { accepted: 0, rejected: 0, not_sent: 0, unknown: 0 },
      natives: {
        ingested: 0,
        duplicate: 0,
        parked: 0,
        uncorrelated: 0,
        dead_letter: 0,
        unverified: 0,
      },
      evidence: this.#ledger.length,
    };
  }

  activity() {
    return { inFlight: 0, waiting: 0, claiming: false, working: false };
  }

  async start() {}

  async stop() {}

  /** Adds one evidence event of the tenant, as a commit does. */
  add(tenant: string, changes: Partial<EvidenceEvent> = {}): void {
    const position = this.#ledger.length + 1;
    this.#ledger.push({
      position,
      tenant,
      text: JSON.stringify({ ...fakeEvidence(position), ...changes }),
    });
    for (const follow of this.#followers) follow();
  }

  followers(): number {
    return this.#followers.size;
  }

  #fail(): void {
    if (this.failure !== null) throw this.failure;
  }

  #result(operation: string, refused: boolean): AdapterActionResult {
    return {
      request_id: "r1",
      adapter_id: this.descriptor.adapter_id,
      accepted: !refused,
      action_state: refused ? "rejected" : "queued",
      adapter_operation_id: operation,
      initial_events: [],
      ...(refused ? { error: error("refused", "Refused.") } : {}),
      received_at: "2026-01-01T00:00:00.000Z",
    };
  }

  #end(tenant: string, id: string, state: "replayed" | "discarded") {
    const row = this.deadLetterRows.find((each) => each.tenant === tenant && each.letter.id === id);
    if (row === undefined) return null;
    row.letter = { ...row.letter, state };
    return { state, reason: null };
  }

  async *#heads(signal: AbortSignal): AsyncGenerator<number> {
    let dirty = false;
    let release = () => {};
    const follow = () => {
      dirty = true;
      release();
    };
    this.#followers.add(follow);
    signal.addEventListener("abort", () => release());
    try {
      while (!signal.aborted) {
        if (!dirty) await new Promise<void>((resolve) => (release = resolve));
        dirty = false;
        if (!signal.aborted) yield this.#ledger.length;
      }
    } finally {
      this.#followers.delete(follow);
    }
  }
}

const error = (code: string, message: string) =>
  ({ code, message, retryable: false, category: "validation" }) as const;

export const storeGone = () => new StoreUnavailableError("The disk is full.", true);
