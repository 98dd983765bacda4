import type { AdapterActionResult } from "@underclaim/contract";
import { describe, expect, test } from "vitest";
import { SmsEvidenceAssessment } from "../../src/model/assessment.ts";
import { SmsAttempt } from "../../src/model/sms-attempt.ts";
import { SmsMessage } from "../../src/model/sms-message.ts";
import { SmsMessageTimeline } from "../../src/model/timeline.ts";
import { own } from "../../src/native/own.ts";
import { clientRef } from "../../src/native/references.ts";
import { NUMBER, routesStage, type RoutesStage } from "../support/routes-stage.ts";

async function sent(stage: RoutesStage): Promise<{ id: string; operation: string }> {
  const reply = await stage.call<AdapterActionResult>("POST", "/sms/send", {
    body: { idempotency_key: "k1", to: NUMBER, body: "Hello.", purpose: "reminder" },
  });
  return {
    id: String(reply.body.metadata?.["subject_ref"]),
    operation: String(reply.body.adapter_operation_id),
  };
}
const delivered = (stage: RoutesStage, operation: string) =>
  stage.runtime.observe("default", [
    { native: { ...own("receipt.delivered", "r1"), refs: [clientRef(operation)] } },
  ]);

describe("a message", () => {
  test("is shown as the document has it, with what its request has come to", async () => {
    const stage = await routesStage();
    const { id, operation } = await sent(stage);
    const { status, body } = await stage.call<{ message: unknown; result: AdapterActionResult }>(
      "GET",
      `/sms/messages/${id}`,
    );
    expect(status).toBe(200);
    expect(SmsMessage.parse(body.message)).toMatchObject({
      sms_message_id: id,
      coordination_case_id: expect.stringMatching(/^local:/) as string,
      purpose: "reminder",
      message_body_ref: null,
      created_at: "2026-01-01T12:00:00.000Z",
    });
    expect(body.result).toMatchObject({
      adapter_operation_id: operation,
      action_state: "completed",
    });
  });

  test("is shown with its attempts as the document has them, and how far each has come", async () => {
    const stage = await routesStage();
    const { id, operation } = await sent(stage);
    const attempt = async () => {
      const { body } = await stage.call<{ attempts: unknown[] }>("GET", `/sms/messages/${id}`);
      expect(body.attempts).toHaveLength(1);
      return SmsAttempt.parse(body.attempts[0]);
    };
    expect(await attempt()).toMatchObject({
      sms_attempt_id: operation,
      sms_message_id: id,
      provider_name: "sandbox",
      provider_message_id: `m-${operation}`,
      sender_identity_ref: "sandbox",
      sender_endpoint: { endpoint_id: "sandbox", endpoint_type: "long_code" },
      recipient_endpoint: {
        endpoint_type: "phone_number",
        country_code: "DE",
        verification_state: "syntax_validated",
        consent_state: "unknown",
      },
      state: "accepted_by_provider",
      created_at: "2026-01-01T12:00:00.000Z",
    });
    await delivered(stage, operation);
    expect(await attempt()).toMatchObject({ state: "delivered" });
    expect(JSON.stringify(await attempt())).not.toContain(NUMBER);
  });

  test("that was refused has an attempt without a provider", async () => {
    const stage = await routesStage();
    const refused = await stage.call<AdapterActionResult>("POST", "/sms/send", {
      body: { idempotency_key: "k1", to: "0176", body: "Hello." },
    });
    expect(refused.status).toBe(422);
    const { body } = await stage.call<{ attempts: unknown[] }>(
      "GET",
      `/sms/messages/${String(refused.body.metadata?.["subject_ref"])}`,
    );
    expect(body.attempts.map((each) => SmsAttempt.parse(each))).toMatchObject([
      {
        provider_name: "unknown",
        sender_endpoint: { endpoint_type: "unknown" },
        recipient_endpoint: { verification_state: "invalid" },
        state: "rejected_by_adapter",
      },
    ]);
  });

  test("has the timeline of the document", async () => {
    const stage = await routesStage();
    const { id, operation } = await sent(stage);
    await delivered(stage, operation);
    const { body } = await stage.call("GET", `/sms/messages/${id}/timeline`);
    const timeline = SmsMessageTimeline.parse(body);
    expect(timeline.sms_attempts).toHaveLength(1);
    expect(timeline.sms_attempts[0]?.events.map(({ event_type }) => event_type)).toEqual([
      "message.accepted",
      "submission.accepted",
      "receipt.delivered",
    ]);
    expect(timeline.current_assessment.subclass).toBe("success.delivered");
  });

  test("is assessed twice: the channel's delivery is no awareness of the participant", async () => {
    const stage = await routesStage();
    const { id, operation } = await sent(stage);
    await delivered(stage, operation);
    const { body } = await stage.call<Record<"channel" | "participant", SmsEvidenceAssessment>>(
      "GET",
      `/sms/messages/${id}/assessment`,
    );
    expect(SmsEvidenceAssessment.parse(body.channel).subclass).toBe("success.delivered");
    expect(body.participant.category).toBe("undef");
  });
});

describe("nothing that this key may see", () => {
  test.each(["", "/timeline", "/assessment"])("is the same 404 (%s)", async (under) => {
    const stage = await routesStage();
    const { id } = await sent(stage);
    const nothing = await stage.call("GET", `/sms/messages/sms_none${under}`);
    expect(nothing.status).toBe(404);
    const foreign = await stage.call("GET", `/sms/messages/${id}${under}`, { tenant: "other" });
    expect([foreign.status, foreign.text]).toEqual([404, nothing.text]);
    expect((await stage.call("GET", `/sms/messages/${id}${under}`, { tenant: null })).status).toBe(
      401,
    );
  });

  test("is an endpoint under a message's path", async () => {
    const stage = await routesStage();
    await sent(stage);
    const [event] = await stage.events();
    const endpoint = event?.endpoint_ref?.endpoint_id ?? "";
    expect(endpoint).not.toBe("");
    const reply = await stage.call("GET", `/sms/messages/endpoint:${endpoint}`);
    expect(reply.status).toBe(404);
  });
});
