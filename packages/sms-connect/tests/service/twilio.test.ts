import { describe, expect, onTestFinished, test } from "vitest";
import { ACCOUNT_SID, AUTH_TOKEN, twilioJson } from "../provider/twilio/account.ts";
import { ofType } from "../support/ledger-reader.ts";
import { configurationFile } from "../support/life.ts";
import { bodyOf, caseOf, numberOf, requestOf, SENDER, sendingFrom } from "../support/messages.ts";
import { openService, operationOf, type TestService } from "../support/service.ts";
import { twilioDouble, type SignedWebhook, type TwilioDouble } from "../support/twilio-double.ts";

const NOW = Date.UTC(2026, 0, 3, 12);
const PUBLIC_URL = "https://sms.example.com";
const INBOUND_URL = `${PUBLIC_URL}/adapter/events/provider/twilio.inbound/tw`;

interface Stage {
  readonly double: TwilioDouble;
  readonly service: TestService;
  /** Posts it where a reverse proxy for the public address would. */
  deliver(webhook: SignedWebhook): Promise<Response>;
}

/** The service behind its own socket, and Twilio behind its. */
async function stage(): Promise<Stage> {
  const double = await twilioDouble({
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    now: () => NOW,
  });
  onTestFinished(() => double.close());
  const service = await openService(
    configurationFile(
      sendingFrom(twilioJson({ base_url: double.url }), { public_url: PUBLIC_URL }),
    ),
    NOW,
  );
  onTestFinished(() => service[Symbol.asyncDispose]());
  const address = await service.service.app.listen({ host: "127.0.0.1", port: 0 });
  return {
    double,
    service,
    deliver: ({ url, headers, body }) =>
      fetch(url.replace(PUBLIC_URL, address), { method: "POST", headers, body }),
  };
}

describe("a message through Twilio, from the request to what is known of it", () => {
  test("is queued, sent and delivered as the signed callbacks say, each counted once", async () => {
    const { double, service, deliver } = await stage();
    const operation = operationOf(await service.post(requestOf(1)));
    await service.pass(0);
    expect(double.messages.map(({ params }) => params)).toMatchObject([
      { To: numberOf(1), From: SENDER, Body: bodyOf(1) },
    ]);
    const [{ sid } = { sid: "" }] = double.messages;
    for (const status of ["delivered", "sent", "delivered"])
      expect((await deliver(double.callback(sid, status))).status).toBe(204);

    const events = await service.events();
    expect(
      events.map(({ coordination_case_id, event_type, metadata }) => [
        coordination_case_id,
        event_type,
        metadata?.["native_status"] ?? null,
      ]),
    ).toEqual([
      [caseOf(1), "notification.attempt.accepted_by_adapter", null],
      [caseOf(1), "notification.attempt.queued", "queued"],
      [caseOf(1), "notification.endpoint.accepted", "delivered"],
      // Taken by a carrier: weaker, and late.
      [caseOf(1), "notification.endpoint.accepted", "sent"],
    ]);
    expect(await service.assessmentOf(operation)).toMatchObject({
      channel: { category: "success", subclass: "success.delivered" },
      participant: { subclass: "undef.delivered_but_awareness_unproven" },
    });
  });

  test("is not delivered because somebody without the token says so", async () => {
    const { double, service, deliver } = await stage();
    const operation = operationOf(await service.post(requestOf(1)));
    await service.pass(0);
    const [{ sid } = { sid: "" }] = double.messages;
    const honest = double.callback(sid, "undelivered", { ErrorCode: "30003" });
    const before = await service.events();
    for (const forged of [
      { ...honest, body: honest.body.replaceAll("undelivered", "delivered") },
      { ...honest, url: honest.url.replace(operation, operation.slice(0, -1)) },
      { ...honest, headers: { ...honest.headers, "x-twilio-signature": "" } },
    ])
      expect((await deliver(forged)).status).toBe(401);
    expect(await service.events()).toEqual(before);
    expect((await deliver(honest)).status).toBe(204);
    expect((await service.assessmentOf(operation)).channel.category).not.toBe("success");
  });

  test("is refused once its recipient has answered STOP", async () => {
    const { double, service, deliver } = await stage();
    await service.post(requestOf(1));
    await service.pass(0);
    const stop = double.inbound(INBOUND_URL, {
      MessageSid: `SM${"a".repeat(32)}`,
      From: numberOf(1),
      To: SENDER,
      Body: "Stop",
    });
    expect((await deliver(stop)).status).toBe(200);
    await service.pass(0);
    expect(
      ofType(await service.events(), "notification.channel.unsubscribe_received"),
    ).toMatchObject([{ coordination_case_id: caseOf(1) }]);
    const again = await service.post(requestOf(1, { idempotency_key: "another" }));
    expect([again.status, again.text]).toEqual([422, expect.stringMatching(/suppress|opt/)]);
    expect((await service.post(requestOf(2))).status).toBe(202);
    await service.pass(0);
    expect(double.messages.map(({ params }) => params["To"])).toEqual([numberOf(1), numberOf(2)]);
  });
});
