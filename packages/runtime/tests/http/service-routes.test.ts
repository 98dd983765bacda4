import { AdapterDescriptor, AdapterHealth } from "@underclaim/contract";
import { describe, expect, test } from "vitest";
import { storeGone } from "./fake-runtime.ts";
import { harness } from "./harness.ts";

describe("what the adapter says of itself", () => {
  test.each([
    ["mappings", { mappings: [] }],
    ["native-events", { native_events: [] }],
    ["golden-tests", { golden_tests: [{ test_id: "one" }] }],
    ["configuration-schema", { type: "object" }],
  ])("%s", async (path, expected) => {
    const { ask } = await harness();
    expect((await ask({ url: `/adapter/${path}` })).json()).toEqual(expected);
  });

  test("descriptor and health are the contract's objects", async () => {
    const { ask } = await harness();
    AdapterDescriptor.parse((await ask({ url: "/adapter/descriptor" })).json());
    AdapterHealth.parse((await ask({ url: "/adapter/health" })).json());
  });
});

describe("probes", () => {
  test("live and ready need no key", async () => {
    const { ask } = await harness();
    expect((await ask({ url: "/health/live", headers: {} })).json()).toEqual({ status: "live" });
    const ready = await ask({ url: "/health/ready", headers: {} });
    expect([ready.status, ready.json().status]).toEqual([200, "ready"]);
  });

  test("not ready before the start, ready while disabled, not ready without a store", async () => {
    const { ask, runtime } = await harness();
    const ready = async () => (await ask({ url: "/health/ready" })).status;
    runtime.lifecycle = "configured";
    expect(await ready()).toBe(503);
    runtime.lifecycle = "disabled";
    expect(await ready()).toBe(200);
    runtime.failure = storeGone();
    const answer = await ask({ url: "/health/ready" });
    expect(answer.status).toBe(503);
    expect(answer.json()).toEqual({ status: "not_ready", started: true, store: "unavailable" });
  });
});

test("metrics speak of queues, outcomes and requests by route, and do not count twice", async () => {
  const { ask } = await harness();
  await ask({ method: "POST", url: "/adapter/actions", payload: { idempotency_key: "k" } });
  await ask({ url: "/adapter/actions/CANARY" });
  await ask({ url: "/CANARY" });
  await ask({ url: "/metrics" });
  const { text, headers } = await ask({ url: "/metrics" });
  expect(headers["content-type"]).toContain("text/plain");
  for (const line of [
    'underclaim_queue_ready{adapter="fake.default"} 3',
    'underclaim_oldest_ready_age_seconds{adapter="fake.default"} 0',
    'underclaim_unknown_outcomes{adapter="fake.default"} 2',
    'underclaim_dlq_depth{adapter="fake.default"} 0',
    'underclaim_actions_total{adapter="fake.default",outcome="accepted"} 1',
    'underclaim_evidence_total{adapter="fake.default"} 1',
    'underclaim_http_request_duration_seconds_count{method="POST",route="/adapter/actions",status="202"} 1',
    'underclaim_http_request_duration_seconds_count{method="GET",route="unknown",status="404"} 1',
  ]) {
    expect(text).toContain(line);
  }
  expect(text).not.toContain("CANARY");
});
