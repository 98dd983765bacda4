// The whole adapter over the sandbox, in this process: what it says and does about a number's standing.
import type {
  AdapterActionRequest,
  AdapterActionResult,
  EvidenceEvent,
} from "@underclaim/contract";
import { pseudonym, Secret, timestamp, type JsonObject } from "@underclaim/runtime";
import { OWNER, STRANGER, type InProcessDriver } from "@underclaim/runtime/testing";
import { onTestFinished } from "vitest";
import { smsDriver } from "../../src/testing/index.ts";

export const START = "2026-01-01T12:00:00.000Z";
/** Delivered by the sandbox, and nobody's. */
export const HANDSET = "+4917604069000";
export const SENDER = "+4917604069099";
export const ENDPOINT = pseudonym(
  "ep",
  new Secret("key-of-the-test-digests"),
  "phone_number",
  HANDSET,
);

interface Answered<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: T;
}

export interface StandingDriver {
  readonly driver: InProcessDriver;
  /** Posts a reply as the provider does, and waits for what follows. */
  readonly say: (text: string, more?: JsonObject) => Promise<void>;
  readonly send: (over?: Partial<AdapterActionRequest>) => Promise<AdapterActionResult>;
  readonly act: (
    type: string,
    parameters?: Record<string, unknown>,
    over?: Partial<AdapterActionRequest>,
  ) => Promise<AdapterActionResult>;
  readonly call: <T = Record<string, unknown>>(
    method: "GET" | "POST" | "DELETE",
    path: string,
    body?: unknown,
    as?: "owner" | "stranger",
  ) => Promise<Answered<T>>;
  readonly advance: (ms: number) => Promise<void>;
  readonly events: () => Promise<readonly EvidenceEvent[]>;
  readonly types: () => Promise<readonly string[]>;
  /** How many messages a provider has taken. */
  readonly sent: () => Promise<number>;
}

export async function standingDriver(configuration: JsonObject = {}): Promise<StandingDriver> {
  const driver = smsDriver();
  onTestFinished(() => driver.close());
  await driver.reset({
    clock: START,
    configuration: {
      providers: [{ kind: "sandbox", account: "sandbox" }],
      senders: [
        {
          sender_identity_id: "main",
          sender_type: "long_code",
          sender_value: SENDER,
          use_case: "mixed",
        },
      ],
      content: { opt_out_text_required_for: [] },
      ...configuration,
    },
    documents: [],
  });
  let count = 0;
  const base = (over: Partial<AdapterActionRequest>): Record<string, unknown> => {
    count += 1;
    return {
      request_id: `req_${count}`,
      coordination_case_id: "case_1",
      participant_id: "participant_1",
      channel: "sms",
      target_endpoint: { endpoint_type: "phone_number", value: HANDSET },
      tracking_context: { correlation_id: "corr_1", coordination_case_id: "case_1" },
      idempotency_key: `key_${count}`,
      requested_at: timestamp(driver.world().clock.now()),
      ...over,
    };
  };
  const answered = async (request: Record<string, unknown>): Promise<AdapterActionResult> =>
    (await driver.action(request)).body as AdapterActionResult;
  const events = async () => driver.evidence();
  return {
    driver,
    events,
    say: async (text, more = {}) => {
      count += 1;
      await driver.native({
        source: "sandbox.inbound",
        account: "sandbox",
        body: { inbound_id: `in_${count}`, from: HANDSET, to: SENDER, text, ...more },
      });
    },
    send: (over = {}) =>
      answered(
        base({
          action_type: "notification.send",
          content: {
            body_text: "A new document.",
            payload_refs: [],
            action_links: [],
            attachments: [],
          },
          ...over,
        }),
      ),
    act: (action_type, parameters = {}, over = {}) =>
      answered(base({ action_type, parameters, ...over })),
    async call<T>(
      method: "GET" | "POST" | "DELETE",
      path: string,
      body?: unknown,
      as: "owner" | "stranger" = "owner",
    ) {
      const { key } = as === "owner" ? OWNER : STRANGER;
      const answer = await driver.request({
        method,
        path,
        headers: { authorization: `Bearer ${key.reveal()}` },
        ...(body === undefined ? {} : { body }),
      } as Parameters<InProcessDriver["request"]>[0]);
      return {
        status: answer.status,
        headers: answer.headers,
        body: (answer.body === "" ? {} : JSON.parse(answer.body)) as T,
      };
    },
    advance: (ms) => driver.advance(`PT${ms / 1_000}S`),
    types: async () => (await events()).map(({ event_type }) => event_type),
    sent: async () =>
      (await events()).filter(
        ({ event_type }) => event_type === "notification.attempt.accepted_by_provider",
      ).length,
  };
}
