import type { AdapterActionRequest, EvidenceEvent } from "@underclaim/contract";
import type {
  ActionAnswer,
  AdapterRuntime,
  JsonObject,
  Operation,
  OperationState,
} from "@underclaim/runtime";
import {
  OWNER,
  referenceDriver,
  signatureHeaders,
  TEST_SECRET,
  type DriverComposition,
  type DriverEnvironment,
  type InProcessDriver,
} from "@underclaim/runtime/testing";
import { onTestFinished } from "vitest";

export const START = Date.UTC(2026, 0, 1, 12);
export const ANNA = "anna@inbox.example";

/** The reference adapter, running, with the hands of an engine, a provider and an operator on it. */
export interface Stage {
  readonly driver: InProcessDriver;
  readonly tenant: string;
  readonly runtime: () => AdapterRuntime;
  readonly quiet: () => Promise<void>;
  readonly advance: (ms: number) => Promise<void>;
  /** Submits, and waits for what follows. */
  readonly submit: (body: unknown, tenant?: string) => Promise<ActionAnswer>;
  /** Submits an accepted send; the id of its operation. */
  readonly send: (over?: Partial<AdapterActionRequest>) => Promise<string>;
  /** The provider answers the call that waits longest. */
  readonly reply: (reply: JsonObject) => Promise<void>;
  readonly status: (body: JsonObject) => Promise<void>;
  readonly inbound: (body: JsonObject) => Promise<void>;
  readonly operation: (id: string) => Promise<Operation>;
  readonly state: (id: string) => Promise<OperationState>;
  readonly events: (tenant?: string) => Promise<EvidenceEvent[]>;
  readonly types: () => Promise<string[]>;
}

let requests = 0;

/** A whole request; every call names another request and another key unless `over` says so. */
export function request(over: Partial<AdapterActionRequest> = {}): AdapterActionRequest {
  requests += 1;
  return {
    request_id: `req-${requests}`,
    action_type: "notification.send",
    coordination_case_id: "case-1",
    participant_id: "participant-1",
    target_endpoint: { endpoint_type: "reference_inbox", value: ANNA },
    content: {
      body_text: "Your appointment is on Friday.",
      payload_refs: [],
      action_links: [],
      attachments: [],
    },
    tracking_context: {
      correlation_id: "corr-1",
      coordination_case_id: "case-1",
      external_context: [],
    },
    idempotency_key: `key-${requests}`,
    requested_at: new Date(START).toISOString(),
    ...over,
  };
}

export const acceptedAs = (id: string): JsonObject => ({ status: 202, body: { id } });

export async function stage(
  change?: (composition: DriverComposition, environment: DriverEnvironment) => DriverComposition,
): Promise<Stage> {
  const driver = referenceDriver(change);
  onTestFinished(() => driver.close());
  await driver.reset({ clock: new Date(START).toISOString(), configuration: {}, documents: [] });
  const runtime = () => driver.life().runtime;
  const settled = () => driver.settled();
  const tenant = OWNER.tenant;

  async function post(source: string, body: JsonObject): Promise<void> {
    const text = JSON.stringify(body);
    const now = driver.world().clock.now();
    const answer = await runtime().receive(tenant, source, {
      headers: signatureHeaders(text, TEST_SECRET, now),
      body: Buffer.from(text),
      url: "",
      account: null,
      receivedAt: now,
    });
    if (answer.kind !== "received") throw new Error(`${source} answered ${answer.kind}`);
    await settled();
  }
  const operation = async (id: string): Promise<Operation> => {
    const found = (await runtime().store.load(tenant, [{ operation: id }])).operation(id);
    if (found === null) throw new Error(`There is no operation ${id}.`);
    return found;
  };
  const submit: Stage["submit"] = async (body, as = tenant) => {
    const answer = await runtime().submit(as, body);
    await settled();
    return answer;
  };
  const events: Stage["events"] = async (of = tenant) => {
    const page = await runtime().page(of, 0, 1_000);
    return JSON.parse(page.text) as EvidenceEvent[];
  };
  return {
    driver,
    tenant,
    runtime,
    quiet: settled,
    advance: (ms) => driver.advance(`PT${ms / 1000}S`),
    submit,
    send: async (over) => {
      const answer = await submit(request(over));
      if (answer.kind !== "accepted") throw new Error(`The send was answered ${answer.kind}.`);
      return answer.operation;
    },
    reply: (reply) => driver.providerReply(reply),
    status: (body) => post("reference.status", body),
    inbound: (body) => post("reference.inbound", body),
    operation,
    state: async (id) => (await operation(id)).state,
    events,
    types: async () => (await events()).map(({ event_type }) => event_type),
  };
}
