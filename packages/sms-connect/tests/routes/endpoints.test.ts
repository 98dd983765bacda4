import { expect, test } from "vitest";
import { SmsEndpointQuality } from "../../src/model/endpoint-quality.ts";
import { NUMBER, routesStage } from "../support/routes-stage.ts";

test("a number's quality is asked for by its endpoint's id, and shows no number", async () => {
  const stage = await routesStage();
  await stage.call("POST", "/sms/send", {
    body: { idempotency_key: "k1", to: NUMBER, body: "Hello." },
  });
  const [event] = await stage.events();
  const id = event?.endpoint_ref?.endpoint_id ?? "";
  const reply = await stage.call("GET", `/sms/endpoints/${id}/quality`);
  expect(reply.status).toBe(200);
  expect(SmsEndpointQuality.parse(reply.body)).toMatchObject({
    endpoint_ref: { endpoint_id: id, endpoint_type: "phone_number" },
    last_provider_acceptance_at: "2026-01-01T12:00:00.000Z",
  });
  expect(reply.text).not.toContain(NUMBER);
  const nothing = await stage.call("GET", "/sms/endpoints/ep_none/quality");
  const foreign = await stage.call("GET", `/sms/endpoints/${id}/quality`, { tenant: "other" });
  expect([foreign.status, foreign.text]).toEqual([404, nothing.text]);
});
