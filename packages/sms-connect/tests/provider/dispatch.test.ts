import type { Command } from "@underclaim/runtime";
import { describe, expect, test } from "vitest";
import { asJson, type SendCommand } from "../../src/provider/command.ts";
import { smsProviders } from "../../src/provider/dispatch.ts";
import type { Cancelled, SmsTransport, Submitted } from "../../src/provider/port.ts";

const SEND: SendCommand = {
  kind: "send",
  to: "+4917604069000",
  from: "+4917604069099",
  fromKind: "number",
  body: "Hello",
  encoding: "gsm7",
  segments: 1,
  sendAt: null,
  validUntil: null,
  accounts: ["first", "second"],
};

const command = (
  sent: SendCommand | { kind: "cancel"; account: string; messageIds: string[]; of: string },
) =>
  ({
    tenant: "tenant-a",
    operation: "smsop_1",
    subject: "sms_1",
    lane: "first",
    fence: 1,
    command: asJson(sent),
  }) satisfies Command;

const accepted: Submitted = {
  kind: "accepted",
  messageIds: ["m1"],
  as: "accepted",
  nativeStatus: "queued",
};

function scripted(
  account: string,
  answer: Submitted | (() => Promise<Submitted>),
  more: Partial<SmsTransport> = {},
): SmsTransport & { readonly submitted: () => number } {
  let count = 0;
  return {
    account,
    kind: "scripted",
    environment: "production",
    features: ["sending"],
    health: () => ({ connectivity: "healthy", credentials: "valid", degradations: [] }),
    submit: async () => {
      count += 1;
      return typeof answer === "function" ? answer() : answer;
    },
    submitted: () => count,
    ...more,
  };
}

const notSent = (retryAt: number): Submitted => ({
  kind: "not_sent",
  retryAt,
  reason: "ECONNREFUSED",
});
const refused = (retryable: boolean): Submitted => ({
  kind: "rejected",
  reason: "quota",
  nativeStatus: "402",
  code: "402",
  retryable,
});
const perform = (transports: readonly SmsTransport[], sent = SEND) =>
  smsProviders(transports)[0]?.perform(command(sent), new AbortController().signal);

describe("a message goes to the next account only while nothing can have been submitted", () => {
  test("it stays with the first that takes it", async () => {
    const [first, second] = [scripted("first", accepted), scripted("second", accepted)];
    expect(await perform([first, second])).toMatchObject({
      kind: "accepted",
      refs: [{ provider_name: "first", ref_type: "message_id", ref_value: "m1" }],
      natives: [{ type: "submission.accepted", metadata: { provider: "first" } }],
    });
    expect(second.submitted()).toBe(0);
  });

  test("where no byte was written the next is tried, and the answer says so", async () => {
    const outcome = await perform([scripted("first", notSent(5)), scripted("second", accepted)]);
    expect(outcome).toMatchObject({
      kind: "accepted",
      refs: [{ provider_name: "second" }],
      natives: [{ metadata: { provider: "second", failed_over: ["first: ECONNREFUSED"] } }],
    });
  });

  test("where the provider refused and may take it later the next is tried", async () => {
    const outcome = await perform([scripted("first", refused(true)), scripted("second", accepted)]);
    expect(outcome).toMatchObject({ kind: "accepted", refs: [{ provider_name: "second" }] });
  });

  test("a refusal for good ends it", async () => {
    const second = scripted("second", accepted);
    expect(await perform([scripted("first", refused(false)), second])).toMatchObject({
      kind: "rejected",
      natives: [{ type: "submission.rejected.quota", nativeStatus: "402" }],
    });
    expect(second.submitted()).toBe(0);
  });

  test("an unknown outcome ends it: it may have been submitted", async () => {
    const second = scripted("second", accepted);
    const outcome = await perform([
      scripted("first", { kind: "unknown", reason: "reset" }),
      second,
    ]);
    expect(outcome).toEqual({ kind: "unknown", reason: "first: reset" });
    expect(second.submitted()).toBe(0);
  });

  test("where none could be reached it is tried again at the earliest time any of them names", async () => {
    const outcome = await perform([scripted("first", notSent(9)), scripted("second", notSent(7))]);
    expect(outcome).toMatchObject({ kind: "not_sent", retryAt: 7 });
  });

  test("where all refuse the last refusal counts", async () => {
    const outcome = await perform([
      scripted("first", refused(true)),
      scripted("second", refused(true)),
    ]);
    expect(outcome).toMatchObject({
      kind: "rejected",
      natives: [{ metadata: { provider: "second", failed_over: ["first: 402"] } }],
    });
  });

  test("an account known to be unreachable comes last", async () => {
    const first = scripted("first", accepted, {
      health: () => ({ connectivity: "unavailable", credentials: "unknown", degradations: [] }),
    });
    const second = scripted("second", accepted);
    expect(await perform([first, second])).toMatchObject({ refs: [{ provider_name: "second" }] });
    expect(first.submitted()).toBe(0);
  });

  test("every part that the provider names is a reference", async () => {
    const parts = scripted("first", { ...accepted, messageIds: ["p1", "p2"] });
    expect(await perform([parts, scripted("second", accepted)])).toMatchObject({
      refs: [{ ref_value: "p1" }, { ref_value: "p2" }],
      natives: [{ metadata: { provider_messages: 2 } }],
    });
  });
});

describe("where the provider makes a repeat harmless", () => {
  const lost: Submitted = { kind: "unknown", reason: "reset" };
  const inTurn = (...answers: Submitted[]) =>
    scripted("first", async () => answers.shift() ?? lost, { deduplicates: { ttlMs: 1_000 } });

  test("a lost answer is asked for once more", async () => {
    const first = inTurn(lost, accepted);
    expect(await perform([first, scripted("second", accepted)])).toMatchObject({
      kind: "accepted",
      refs: [{ provider_name: "first" }],
    });
    expect(first.submitted()).toBe(2);
  });
  test("that nothing was sent the second time says nothing of the first, and no other account is tried", async () => {
    const second = scripted("second", accepted);
    expect(await perform([inTurn(lost, notSent(5)), second])).toMatchObject({ kind: "unknown" });
    expect(second.submitted()).toBe(0);
  });
  test("an account that is refused the second time says nothing of the first, and no other account is tried", async () => {
    const second = scripted("second", accepted);
    expect(await perform([inTurn(lost, refused(true)), second])).toMatchObject({ kind: "unknown" });
    expect(second.submitted()).toBe(0);
  });
  test("elsewhere it is not asked again", async () => {
    const first = scripted("first", lost);
    await perform([first, scripted("second", accepted)]);
    expect(first.submitted()).toBe(1);
  });
});

describe("a cancellation is put to the provider that holds the message", () => {
  const cancelled = async (answer: Cancelled | null) => {
    const transport = scripted(
      "first",
      accepted,
      answer === null ? {} : { cancel: async () => answer },
    );
    return smsProviders([transport])[0]?.perform(
      command({ kind: "cancel", account: "first", messageIds: ["m1"], of: "smsop_0" }),
      new AbortController().signal,
    );
  };

  test("it is done", async () => {
    expect(await cancelled({ kind: "cancelled", nativeStatus: "canceled" })).toMatchObject({
      kind: "accepted",
      natives: [{ type: "cancellation.accepted", data: { cancels: "smsop_0" } }],
    });
  });

  test("it comes too late", async () => {
    const answer = { kind: "refused", nativeStatus: "delivered", code: "30409" } as const;
    expect(await cancelled(answer)).toMatchObject({
      kind: "rejected",
      natives: [{ type: "cancellation.refused", metadata: { code: "30409" } }],
    });
  });

  test("its provider cannot do it", async () => {
    expect(await cancelled(null)).toMatchObject({
      kind: "rejected",
      natives: [{ type: "cancellation.refused", nativeStatus: "not_offered" }],
    });
  });

  test("whether it was done is not known", async () => {
    expect(await cancelled({ kind: "unknown", reason: "reset" })).toMatchObject({
      kind: "unknown",
    });
  });
});

test("a look-up asks every account that may have it, and a provider that cannot tell says null", async () => {
  const first = scripted("first", accepted, { lookup: async () => null });
  const second = scripted("second", accepted, { lookup: async () => accepted });
  const [provider] = smsProviders([first, second]);
  expect(await provider?.lookup?.(command(SEND), new AbortController().signal)).toMatchObject({
    kind: "accepted",
    refs: [{ provider_name: "second" }],
  });
  expect(smsProviders([scripted("first", accepted)])[0]?.lookup).toBeUndefined();
});
