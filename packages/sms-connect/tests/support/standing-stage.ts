// Plans and reactions as the engine runs them, over documents in memory: what was not asked for is an error, guards hold.
import type { AdapterActionRequest } from "@underclaim/contract";
import {
  pseudonym,
  Secret,
  type ActionDefinition,
  type Doc,
  type DocWrite,
  type Guard,
  type Instant,
  type Key,
  type Operation,
  type Plan,
  type Reaction,
  type Reactor,
  type Read,
  type Snapshot,
  type Target,
} from "@underclaim/runtime";
import { seededIds } from "@underclaim/runtime/testing";
import { SmsConfiguration } from "../../src/configuration.ts";
import type { SmsKit } from "../../src/kit.ts";
import { inboundNative, type InboundMessage } from "../../src/native/inbound.ts";
import type { SmsDraft, SmsNative } from "../../src/native/types.ts";

export const NOW = Date.UTC(2026, 0, 1, 12);
export const HANDSET = "+4915112345678";
export const SENDER = "+4917604069099";
export const SHOP = "+4917604069098";

const KEY = new Secret("key-of-the-test-numbers");
export const numberId = (address: string): string => pseudonym("ep", KEY, address);

const sender = (id: string, value: string, more: object = {}) => ({
  sender_identity_id: id,
  sender_type: "long_code",
  sender_value: value,
  ...more,
});

export const kitWith = (configured: object = {}): SmsKit => ({
  settings: SmsConfiguration.parse({
    senders: [sender("main", SENDER), sender("shop", SHOP, { campaign_ref: "summer" })],
    ...configured,
  }),
  accounts: [
    {
      account: "acme",
      tenant: "default",
      kind: "sandbox",
      environment: "sandbox",
      features: ["sending", "inbound_sms"],
      namesParts: false,
      cancels: false,
    },
  ],
  numberId,
});

const name = (key: Key): string => JSON.stringify(key);

export class Documents {
  readonly #docs = new Map<string, Doc>();
  readonly #persons = new Map<string, string>();
  readonly #operations = new Map<string, Operation>();

  load(reads: readonly Read[]): Snapshot {
    const asked = new Set(reads.map((read) => JSON.stringify(read)));
    const must = (read: Read): void => {
      if (!asked.has(JSON.stringify(read)))
        throw new Error(`${JSON.stringify(read)} was not read.`);
    };
    const docs = new Map(this.#docs);
    const operations = new Map(this.#operations);
    return {
      doc: (key) => {
        must({ doc: key });
        return docs.get(name(key)) ?? null;
      },
      wasRead: (key) => asked.has(JSON.stringify({ doc: key })),
      range: () => [],
      count: () => 0,
      operation: (operation) => {
        must({ operation });
        return operations.get(operation) ?? null;
      },
      ref: () => null,
      idempotency: () => null,
    };
  }

  /** Until nothing new is asked for. */
  loadAll(reads: (known: Snapshot | null) => readonly Read[]): Snapshot {
    let asked = reads(null);
    for (;;) {
      const snapshot = this.load(asked);
      const next = reads(snapshot);
      if (JSON.stringify(next) === JSON.stringify(asked)) return snapshot;
      asked = next;
    }
  }

  holds(guards: readonly Guard[]): boolean {
    return guards.every(
      (guard) => !("doc" in guard) || (this.get(guard.doc)?.version ?? 0) === guard.version,
    );
  }

  write(docs: readonly DocWrite[]): void {
    for (const doc of docs) {
      if ("delete" in doc) {
        this.#docs.delete(name(doc.delete));
        this.#persons.delete(name(doc.delete));
      } else {
        const version = (this.get(doc.put)?.version ?? 0) + 1;
        const { put: key, text, dueAt = null } = doc;
        this.#docs.set(name(key), { key, text, version, dueAt });
        if (doc.person) this.#persons.set(name(key), doc.person);
        else this.#persons.delete(name(key));
      }
    }
  }

  operation(id: string, state: Operation["state"], metadata: object = {}): this {
    const text = JSON.stringify({ metadata });
    const subject = `sms_${id}`;
    const operation = {
      id,
      state,
      lane: "acme",
      subject,
      fence: 0,
      dueAt: null,
      createdAt: NOW,
      text,
      command: null,
      deadline: null,
    };
    this.#operations.set(id, operation);
    return this;
  }

  get(key: Key): Doc | null {
    return this.#docs.get(name(key)) ?? null;
  }
  json(key: Key): unknown {
    const doc = this.get(key);
    return doc === null ? null : (JSON.parse(doc.text) as unknown);
  }
  personOf(key: Key): string | null {
    return this.#persons.get(name(key)) ?? null;
  }
  all(collection: string): readonly Doc[] {
    return [...this.#docs.values()].filter(({ key }) => key[0] === collection);
  }
  /** Everything that an erasure does not reach, as it stands in the store. */
  untagged(): string {
    return [...this.#docs.entries()]
      .filter(([key]) => !this.#persons.has(key))
      .map(([key, { text }]) => key + text)
      .join("\n");
  }
}

let count = 0;
export function request(
  parameters: Record<string, unknown> = {},
  over: Partial<AdapterActionRequest> = {},
): AdapterActionRequest {
  count += 1;
  return {
    request_id: `req_${count}`,
    action_type: "recipient.suppress",
    coordination_case_id: "case_1",
    target_endpoint: { endpoint_type: "phone_number", value: HANDSET },
    parameters,
    tracking_context: {
      correlation_id: "corr_1",
      coordination_case_id: "case_1",
      external_context: [],
    },
    idempotency_key: `key_${count}`,
    requested_at: "2026-01-01T12:00:00Z",
    ...over,
  };
}

/** Plans, and writes what an accepted plan writes. Parameters that the schema refuses throw. */
export function act(
  definition: ActionDefinition<SmsNative>,
  asked: AdapterActionRequest,
  documents: Documents,
  now: Instant = NOW,
): Plan<SmsNative> {
  definition.request.parse(asked);
  definition.parameters?.parse(asked.parameters ?? {});
  count += 1;
  const context = { tenant: "default", now, ids: seededIds(count), operation: `smsop_${count}` };
  const snapshot = documents.loadAll((known) => definition.reads?.(asked, known, context) ?? []);
  const plan = definition.plan(asked, snapshot, context);
  if (!documents.holds(plan.guards ?? [])) throw new Error("A plan guards what it has not read.");
  if (plan.kind === "accept") documents.write(plan.docs ?? []);
  return plan;
}

export const target = (operation: string | null = "smsop_sent"): Target => ({
  subject: `sms_${operation ?? "x"}`,
  method: "sender_pair_recency",
  operation,
  correlation: {
    correlation_id: "corr_1",
    coordination_case_id: "case_1",
    participant_id: "participant_1",
    external_refs: [],
  },
});

/** Reacts, and writes what the reaction writes. */
export function react(
  reactor: Reactor<SmsNative> | undefined,
  native: SmsDraft,
  documents: Documents,
  now: Instant = NOW,
  targets: readonly Target[] = [target()],
): Reaction {
  if (reactor === undefined) throw new Error(`Nothing reacts to ${native.type}.`);
  count += 1;
  const context = { tenant: "default", now, ids: seededIds(count) };
  const snapshot = documents.loadAll((known) => reactor.reads?.(native, targets, known) ?? []);
  const reaction = reactor.react(native, targets, snapshot, context);
  if (!documents.holds(reaction.guards ?? []))
    throw new Error("A reaction guards what it has not read.");
  documents.write(reaction.docs ?? []);
  return reaction;
}

export function inbound(kit: SmsKit, body: string, over: Partial<InboundMessage> = {}): SmsDraft {
  count += 1;
  return inboundNative(kit, {
    source: "sandbox.inbound",
    account: "acme",
    messageId: `in_${count}`,
    from: HANDSET,
    to: SENDER,
    body,
    occurredAt: null,
    dedupeKey: `in_${count}`,
    raw: { contentType: "text/plain", text: body },
    ...over,
  });
}
