import { describe, expect, test } from "vitest";
import { endpointFactsOf } from "../../src/health/endpoint-facts.ts";
import { endpointFactsKey } from "../../src/model/documents.ts";
import { NUMBER, routesStage, type RoutesStage } from "../support/routes-stage.ts";

const report = (
  stage: RoutesStage,
  body: Record<string, unknown>,
  tenant: "default" | null = "default",
) =>
  stage.call<{ natives: number; dead_letter: string | null }>(
    "POST",
    "/adapter/events/provider/sms.report",
    { body: { report_id: "r1", source: "operator", ...body }, tenant },
  );

describe("a report", () => {
  test("of a complaint about a message is evidence about that message", async () => {
    const stage = await routesStage();
    const { body } = await stage.call("POST", "/sms/send", {
      body: { idempotency_key: "k1", to: NUMBER, body: "Hello." },
    });
    const operation = String(body["adapter_operation_id"]);
    expect((await report(stage, { type: "complaint", operation_id: operation })).status).toBe(202);
    await report(stage, { type: "complaint", operation_id: operation });
    const complaints = (await stage.events()).filter(
      ({ event_type }) => event_type === "notification.channel.complaint_received",
    );
    expect(complaints).toMatchObject([
      { correlation: { adapter_operation_id: operation }, observation: { source_type: "manual" } },
    ]);
  });

  test("that a number was given to somebody else is known from then on, by its pseudonym", async () => {
    const stage = await routesStage();
    await report(stage, {
      type: "number_reassigned",
      endpoint_value: NUMBER,
      occurred_at: "2025-12-01T00:00:00Z",
      source: "number_intelligence",
    });
    const key = endpointFactsKey(stage.kit.numberId(NUMBER));
    const doc = (await stage.store.load("default", [{ doc: key }])).doc(key);
    expect(endpointFactsOf(doc)).toEqual({
      shared_since: null,
      reassigned_at: Date.UTC(2025, 11, 1),
    });
    expect(JSON.stringify(doc) + JSON.stringify(await stage.events())).not.toContain(NUMBER);
  });

  test("about the future of a message that nobody knows yet teaches what it says of the number at once", async () => {
    const stage = await routesStage();
    await report(stage, {
      type: "number_shared",
      endpoint_value: NUMBER,
      operation_id: "smsop_later",
    });
    const key = endpointFactsKey(stage.kit.numberId(NUMBER));
    expect((await stage.store.load("default", [{ doc: key }])).doc(key)).not.toBeNull();
    expect(await stage.events()).toEqual([]);
  });

  test("that is not understood is a dead letter, not lost", async () => {
    const stage = await routesStage();
    const reply = await report(stage, { type: "rumour" });
    expect(reply.status).toBe(202);
    expect(reply.body).toMatchObject({ natives: 0, dead_letter: expect.any(String) as string });
  });

  test("needs a key", async () => {
    const stage = await routesStage();
    expect((await report(stage, { type: "complaint" }, null)).status).toBe(401);
  });
});
