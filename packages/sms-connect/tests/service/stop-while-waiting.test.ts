import { expect, onTestFinished, test } from "vitest";
import { smsDriver } from "../../src/testing/index.ts";

const NUMBER = "+4917604069000";
const SENDER = "+4917604069099";

async function started(configuration: Readonly<Record<string, unknown>> = {}) {
  const driver = smsDriver();
  onTestFinished(() => driver.close());
  await driver.reset({ clock: "2026-01-01T12:00:00Z", configuration, documents: [] });
  let requests = 0;
  const act = async (more: object) => {
    requests += 1;
    const answer = await driver.action({
      request_id: `req-${requests}`,
      coordination_case_id: "case-1",
      participant_id: "participant-1",
      target_endpoint: { endpoint_type: "phone_number", value: NUMBER },
      content: { body_text: "Your appointment is on Friday." },
      tracking_context: { correlation_id: "corr-1", coordination_case_id: "case-1" },
      idempotency_key: `key-${requests}`,
      requested_at: "2026-01-01T12:00:00Z",
      ...more,
    });
    return answer;
  };
  const reply = (text: string, id: string, from = NUMBER) =>
    driver.native({
      source: "sandbox.inbound",
      account: "sandbox",
      body: { inbound_id: id, from, to: SENDER, text, at: "2026-01-01T12:10:00Z" },
    });
  const types = async () => (await driver.evidence()).map(({ event_type }) => event_type);
  return { driver, act, reply, types };
}

const later = {
  action_type: "notification.schedule",
  parameters: { send_at: "2026-01-01T13:00:00Z" },
};

test("a message that waits for its time is not sent to a number that has opted out meanwhile", async () => {
  const { driver, act, reply, types } = await started();
  const { body } = await act(later);
  const operation = (body as { adapter_operation_id: string }).adapter_operation_id;
  await reply("STOP", "i1");
  await driver.advance("PT2H");
  expect(await types()).not.toContain("notification.attempt.accepted_by_provider");
  expect((await types()).filter((type) => type.endsWith("rejected_by_adapter"))).toHaveLength(1);
  const { channel } = await driver.assessment({ request_id: "", adapter_operation_id: operation });
  expect(channel).toMatchObject({ category: "fail", subclass: "fail.opted_out" });
});

test("one that nothing stands against is sent at its time", async () => {
  const { driver, act, reply, types } = await started();
  await act(later);
  await reply("Thank you", "i1");
  await driver.advance("PT2H");
  expect(await types()).toContain("notification.attempt.accepted_by_provider");
});

/** Its provider cannot be reached, and is tried again and again. */
const UNREACHED = "+4917604069052";

test("an answer to HELP that waits for its provider is not sent to a number that has opted out meanwhile", async () => {
  for (const [word, refused] of [
    ["Thank you", 0],
    ["STOP", 1],
  ] as const) {
    const { driver, reply, types } = await started({ replies: { help: "Write to us." } });
    await reply("HELP", "i1", UNREACHED);
    await reply(word, "i2", UNREACHED);
    await driver.advance("PT2H");
    const ends = (await types()).filter((type) => type.endsWith("rejected_by_adapter"));
    expect(ends).toHaveLength(refused);
  }
});

test("a message whose validity ended while its provider could not be reached is not sent", async () => {
  const { driver, act } = await started();
  for (const [valid_for, category] of [
    ["PT5H", "undef"],
    ["PT1S", "fail"],
  ] as const) {
    const { body } = await act({
      action_type: "notification.send",
      target_endpoint: { endpoint_type: "phone_number", value: UNREACHED },
      parameters: { valid_for },
    });
    await driver.advance("PT2H");
    const operation = (body as { adapter_operation_id: string }).adapter_operation_id;
    const assessed = await driver.assessment({ request_id: "", adapter_operation_id: operation });
    expect(assessed.channel).toMatchObject({ category });
  }
});

test("a validity of no time is not understood", async () => {
  const { act } = await started();
  const { status } = await act({
    action_type: "notification.send",
    parameters: { valid_for: "PT0S" },
  });
  expect(status).toBe(400);
});

test("a STOP counts however the network writes the handset's number: Mexico's have a 1 at times", async () => {
  const { act, reply } = await started();
  const send = {
    action_type: "notification.send",
    target_endpoint: { endpoint_type: "phone_number", value: "+525512345678" },
  };
  expect((await act(send)).status).toBe(202);
  await reply("STOP", "i1", "+5215512345678");
  expect((await act(send)).body).toMatchObject({ error: { code: "opted_out" } });
});
