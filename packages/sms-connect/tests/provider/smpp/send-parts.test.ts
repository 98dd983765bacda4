import { ManualClock } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";
import { NO_TLVS } from "../../../src/provider/smpp/tlv.ts";
import { sendParts } from "../../../src/provider/smpp/send-parts.ts";
import type { SmppOutcome } from "../../../src/provider/smpp/session.ts";
import { submittedOf } from "../../../src/provider/smpp/submitted.ts";
import { START } from "./harness.ts";

const answered = (status: number, id = ""): SmppOutcome => ({
  kind: "answered",
  pdu: { command: "submit_sm_resp", status, sequence: 1, body: { message_id: id }, tlvs: NO_TLVS },
});
const throttled: SmppOutcome = {
  kind: "not_taken",
  retryAt: START + 1_000,
  reason: "ESME_RTHROTTLED",
};
const lost: SmppOutcome = { kind: "unanswered", reason: "no answer in time" };

/** Sends as many parts as are named, answered in turn. */
async function played(
  parts: number,
  outcomes: readonly SmppOutcome[],
  aborter = new AbortController(),
) {
  const clock = new ManualClock(START);
  const left = [...outcomes];
  const sent: number[] = [];
  const sending = sendParts(
    Array.from({ length: parts }, (_, index) => index + 1),
    async (part) => {
      sent.push(part);
      const outcome = left.shift();
      if (outcome === undefined) throw new Error("Nothing more should be sent.");
      return outcome;
    },
    { clock, signal: aborter.signal },
  );
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  await clock.advance(60_000, turns);
  aborter.abort();
  const result = await sending;
  const messageIds = result.accepted.map(({ body }) => body.message_id);
  return {
    sent,
    submitted: submittedOf(result, { messageIds, parts, encoding: "gsm7", scheduled: false }),
  };
}

describe("a message of several parts", () => {
  test("is accepted under the ids of all its parts", async () => {
    const { submitted } = await played(2, [answered(0, "a"), answered(0, "b")]);
    expect(submitted).toMatchObject({
      kind: "accepted",
      messageIds: ["a", "b"],
      metadata: {
        parts: 2,
        parts_accepted: 2,
        parts_refused: 0,
        parts_unknown: 0,
        parts_not_sent: 0,
      },
    });
  });

  test("whose first part is refused leaves no other part behind", async () => {
    const { sent, submitted } = await played(3, [answered(0x0b)]);
    expect(sent).toEqual([1]);
    expect(submitted).toEqual({
      kind: "rejected",
      reason: "invalid_number",
      nativeStatus: "ESME_RINVDSTADR",
      code: "0x0000000b",
      retryable: false,
    });
  });

  test("of which a later part is refused is accepted, and says that it is not whole", async () => {
    const { sent, submitted } = await played(3, [answered(0, "a"), answered(0x45)]);
    expect(sent).toEqual([1, 2]);
    expect(submitted).toMatchObject({
      kind: "accepted",
      messageIds: ["a"],
      metadata: {
        parts: 3,
        parts_accepted: 1,
        parts_refused: 1,
        parts_not_sent: 1,
        part_refused_with: "ESME_RSUBMITFAIL",
      },
    });
  });

  test("of which a later part has no answer is accepted, and that part is not sent again", async () => {
    const { sent, submitted } = await played(2, [answered(0, "a"), lost]);
    expect(sent).toEqual([1, 2]);
    expect(submitted).toMatchObject({
      kind: "accepted",
      messageIds: ["a"],
      metadata: { parts_unknown: 1, parts_not_sent: 0 },
    });
  });

  test("of which the first part was not taken has not been sent", async () => {
    const { sent, submitted } = await played(2, [throttled]);
    expect(sent).toEqual([1]);
    expect(submitted).toEqual({
      kind: "not_sent",
      retryAt: START + 1_000,
      reason: "ESME_RTHROTTLED",
    });
  });

  test("sends a later part again that was not taken", async () => {
    const { sent, submitted } = await played(2, [
      answered(0, "a"),
      throttled,
      throttled,
      answered(0, "b"),
    ]);
    expect(sent).toEqual([1, 2, 2, 2]);
    expect(submitted).toMatchObject({ kind: "accepted", messageIds: ["a", "b"] });
  });

  test("gives a later part up when the lease ends", async () => {
    const never: SmppOutcome = { ...throttled, retryAt: START + 3_600_000 };
    const { sent, submitted } = await played(2, [answered(0, "a"), never]);
    expect(sent).toEqual([1, 2]);
    expect(submitted).toMatchObject({
      kind: "accepted",
      messageIds: ["a"],
      metadata: { parts_not_sent: 1 },
    });
  });

  test("that is accepted without an id has an unknown outcome: no receipt could be told to be its own", async () => {
    const clock = new ManualClock(START);
    const result = await sendParts([1], async () => answered(0), {
      clock,
      signal: new AbortController().signal,
    });
    expect(
      submittedOf(result, { messageIds: [], parts: 1, encoding: "gsm7", scheduled: false }),
    ).toEqual({
      kind: "unknown",
      reason: "accepted without a message id",
    });
  });
});
