import type { AdapterEvent } from "@underclaim/contract";
import type { ParkedNative } from "../engine/ingest.ts";
import type { AdapterRuntime } from "../engine/adapter-runtime.ts";
import type { NativeRecord, Store } from "../store/port.ts";
import { timestamp, type SubjectId, type TenantId } from "../time-and-ids.ts";

/** Remembers which native events were ever written, so that all of them can be read back: a ledger has no such listing. */
export class NativeLog {
  #ids = new Set<string>();
  #subjects = new Set<SubjectId>();

  watching(store: Store, tenant: TenantId): Store {
    return {
      ...store,
      commit: async (of, changes) => {
        const committed = await store.commit(of, changes);
        if (committed.ok && of === tenant)
          for (const native of changes.natives ?? []) this.#saw(native);
        return committed;
      },
    };
  }

  #saw(native: NativeRecord): void {
    this.#ids.add(native.id);
    for (const subject of native.subjects) this.#subjects.add(subject);
  }

  /** Every native event as the store has it now: interpreted from its timelines, waiting as pending. */
  async events(runtime: AdapterRuntime, tenant: TenantId): Promise<AdapterEvent[]> {
    const events = new Map<string, AdapterEvent>();
    for (const subject of this.#subjects) {
      for (const event of (await runtime.timeline(tenant, subject))?.events ?? []) {
        const known = events.get(event.event_id);
        if (known === undefined || known.normalized_events.length === 0)
          events.set(event.event_id, event);
      }
    }
    for (const id of this.#ids) {
      const native = events.has(id) ? null : await runtime.store.native(tenant, id);
      if (native?.parked !== undefined) events.set(id, pending(runtime, native));
    }
    return [...events.values()];
  }
}

function pending(runtime: AdapterRuntime, record: NativeRecord): AdapterEvent {
  const { draft } = JSON.parse(record.text) as ParkedNative;
  const adapter = runtime.descriptor.adapter_id;
  return {
    event_id: record.id,
    adapter_id: adapter,
    adapter_event_type: draft.type,
    native_event_type: draft.nativeType,
    native_status: draft.nativeStatus,
    received_at: timestamp(record.receivedAt),
    observation: {
      source_type: draft.observation.source_type,
      source_confidence: draft.observation.source_confidence,
      observed_at: timestamp(record.receivedAt),
      notes: [...(draft.observation.notes ?? [])],
    },
    correlation: {
      correlation_id: record.id,
      coordination_case_id: `adapter:${adapter}`,
      external_refs: [...draft.refs],
    },
    provider_refs: [...draft.refs],
    raw_event_ref: `native:${record.id}`,
    normalization_status: "pending",
    normalized_events: [],
  };
}
