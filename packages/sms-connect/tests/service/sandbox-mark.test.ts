import { expect, onTestFinished, test } from "vitest";
import { smsDriver } from "../../src/testing/index.ts";

const NUMBER = "+4917604069000";
const SENDER = "+4917604069099";

test("what comes through a sandbox account is marked beside an account that is none, however it is correlated", async () => {
  const driver = smsDriver();
  onTestFinished(() => driver.close());
  const providers = [
    { kind: "sandbox", account: "sandbox" },
    {
      kind: "vonage",
      account: "real",
      api_key: "a1b2c3d4",
      api_secret: "secret",
      signature_secrets: ["signature-secret"],
    },
  ];
  const senders = [{ sender_identity_id: "main", sender_type: "long_code", sender_value: SENDER }];
  const configuration = { providers, senders, routes: [{ accounts: ["sandbox"] }] };
  await driver.reset({ clock: "2026-01-01T12:00:00Z", configuration, documents: [] });
  const reply = (text: string, from: string) =>
    driver.native({
      source: "sandbox.inbound",
      account: "sandbox",
      body: { inbound_id: text, from, to: SENDER, text, at: "2026-01-01T12:10:00Z" },
    });
  await driver.action({
    request_id: "r1",
    action_type: "notification.send",
    coordination_case_id: "case-1",
    target_endpoint: { endpoint_type: "phone_number", value: NUMBER },
    content: { body_text: "Your appointment is on Friday." },
    tracking_context: { correlation_id: "corr-1", coordination_case_id: "case-1" },
    idempotency_key: "k1",
    requested_at: "2026-01-01T12:00:00Z",
  });
  await driver.advance("PT10M");
  await reply("Thank you", NUMBER);
  await reply("From a stranger", "+4917604069001");
  await reply("STOP", NUMBER);
  await reply("START", NUMBER);
  const events = await driver.evidence();
  const replies = events.filter(({ event_type }) => event_type.startsWith("interaction."));
  expect(replies.length).toBeGreaterThanOrEqual(2);
  const unmarked = events.filter(({ metadata }) => metadata?.["environment"] !== "sandbox");
  expect(unmarked.map(({ event_type }) => event_type)).toEqual([]);
});
