import type { EvidenceEvent } from "@underclaim/contract";
import { apiHeaders, webhookHeaders } from "../../src/testing/crash/reference-service.ts";
import type { DoubleMessage } from "../../src/testing/reference/index.ts";

/** What was said to the adapter and what it answered: what the checks after the restart are held against. */
export interface Memory {
  /** Every request that was ever posted, by key; a mutated repeat is not here. */
  readonly posted: Map<string, string>;
  /** The answer of each key that was answered 2xx, or 422. */
  readonly answered: Map<string, { status: number; text: string }>;
  /** Webhooks that were answered 2xx: source and event id. */
  readonly acknowledged: { source: string; id: string; body: string }[];
  /** Ids of the events a reader saw, in order, and where it goes on. */
  readonly seen: string[];
  cursor: string | null;
  /** Answers that must not be. */
  readonly wrong: string[];
}

export const newMemory = (): Memory => ({
  posted: new Map(),
  answered: new Map(),
  acknowledged: [],
  seen: [],
  cursor: null,
  wrong: [],
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly replayed: boolean;
}

export interface Ask {
  (
    path: string,
    init?: { method?: string; body?: string; headers?: Record<string, string> },
  ): Promise<Answer>;
}

export const asking =
  (url: string): Ask =>
  async (path, init) => {
    const response = await fetch(url + path, { headers: apiHeaders, ...init });
    const replayed = response.headers.get("idempotency-replayed") === "true";
    return { status: response.status, text: await response.text(), replayed };
  };

const request = (key: string, sendAt: string | null, text = key): string =>
  JSON.stringify({
    request_id: `req-${key}`,
    action_type: sendAt === null ? "notification.send" : "notification.schedule",
    coordination_case_id: `case-${key}`,
    target_endpoint: {
      endpoint_type: "reference_inbox",
      value: `inbox-${key.length % 7}${key.at(-1)}@example.test`,
    },
    content: { body_text: text },
    ...(sendAt === null ? {} : { parameters: { send_at: sendAt } }),
    tracking_context: { correlation_id: `corr-${key}`, coordination_case_id: `case-${key}` },
    idempotency_key: key,
    requested_at: "2026-01-01T00:00:00Z",
  });

export async function post(
  memory: Memory,
  ask: Ask,
  key: string,
  soon: number | null = null,
): Promise<void> {
  const body =
    memory.posted.get(key) ?? request(key, soon === null ? null : new Date(soon).toISOString());
  memory.posted.set(key, body);
  const earlier = memory.answered.get(key);
  const answer = await ask("/adapter/actions", { method: "POST", body });
  if (![200, 202, 422].includes(answer.status))
    memory.wrong.push(`${key}: ${answer.status} ${answer.text}`);
  else if (earlier === undefined) memory.answered.set(key, answer);
  else if (answer.text !== earlier.text)
    memory.wrong.push(`${key}: replayed as ${answer.text}, first ${earlier.text}`);
}

/** The same key with another text is a conflict in exactly that field. */
export async function postMutated(memory: Memory, ask: Ask, key: string): Promise<void> {
  const original = memory.posted.get(key);
  if (original === undefined || !memory.answered.has(key)) return;
  const body = JSON.stringify({
    ...(JSON.parse(original) as object),
    content: { body_text: `other ${key}` },
  });
  const { status, text } = await ask("/adapter/actions", { method: "POST", body });
  const fields = (JSON.parse(text) as { error?: { details?: { conflict_fields?: string[] } } })
    .error?.details?.conflict_fields;
  if (status !== 409 || String(fields) !== "content")
    memory.wrong.push(`mutated ${key}: ${status} ${text}`);
}

/** A receipt: by the provider's id, by ours, or by both. Resolves when it was acknowledged. */
export async function receipt(
  memory: Memory,
  ask: Ask,
  effect: Pick<DoubleMessage, "id" | "client_ref">,
  by: {
    readonly message: boolean;
    readonly client: boolean;
    readonly event: string;
    readonly now: number;
  },
): Promise<void> {
  const body = JSON.stringify({
    event_id: by.event,
    status: "delivered",
    ...(by.message ? { message_id: effect.id } : {}),
    ...(by.client ? { client_ref: effect.client_ref } : {}),
  });
  await webhook(memory, ask, "reference.status", by.event, body, by.now);
}

export async function webhook(
  memory: Memory,
  ask: Ask,
  source: string,
  id: string,
  body: string,
  now: number,
): Promise<void> {
  const { status, text } = await ask(`/adapter/events/provider/${source}`, {
    method: "POST",
    body,
    headers: webhookHeaders(body, now),
  });
  if (status === 202) memory.acknowledged.push({ source, id, body });
  else memory.wrong.push(`webhook ${id}: ${status} ${text}`);
}

/** Reads on from where the reader stands. Returns whether there may be more. */
export async function poll(memory: Memory, ask: Ask, limit: number): Promise<boolean> {
  const after = memory.cursor === null ? "" : `&after=${memory.cursor}`;
  const { status, text } = await ask(`/adapter/events?limit=${limit}${after}`);
  if (status !== 200) {
    memory.wrong.push(`poll: ${status} ${text}`);
    return false;
  }
  const page = JSON.parse(text) as { events: EvidenceEvent[]; next: string; more: boolean };
  memory.seen.push(...page.events.map(({ evidence_event_id }) => evidence_event_id));
  memory.cursor = page.next;
  return page.more;
}
