import { describe, expect, test } from "vitest";
import { SenderSettings } from "../../src/configuration/senders.ts";
import { chooseSender, streamsOf, takesReplies } from "../../src/model/sender-choice.ts";
import { SmsStream } from "../../src/model/stream.ts";

const sender = (more: object): SenderSettings =>
  SenderSettings.parse({
    sender_identity_id: "desk",
    sender_type: "long_code",
    sender_value: "+4917604069099",
    ...more,
  });
const ask = (senders: readonly SenderSettings[], more: object = {}) =>
  chooseSender(senders, {
    wanted: null,
    country: "DE",
    stream: "notification",
    sharedAccepted: false,
    ...more,
  });

describe("the first sender that fits is taken", () => {
  const national = sender({ sender_identity_id: "national", country_scope: ["FR"] });
  const desk = sender({});

  test("one for another country is passed over", () => {
    expect(ask([national, desk])).toMatchObject({ ok: true, sender: desk });
  });
  test("one that is named must fit itself", () => {
    expect(ask([national, desk], { wanted: "national" })).toMatchObject({
      ok: false,
      refusal: "sender_not_allowed",
      message: "The sender national may not send to DE.",
    });
  });
  test("one that is named and not there is refused", () => {
    expect(ask([desk], { wanted: "none" })).toMatchObject({ refusal: "sender_not_allowed" });
  });
  test("without any sender nothing is sent", () => {
    expect(ask([])).toMatchObject({ ok: false, refusal: "sender_not_allowed" });
  });
  test.each(["pending", "rejected", "expired"])(
    "one whose registration is %s is refused",
    (state) => {
      expect(ask([sender({ registration_state: state })])).toMatchObject({
        ok: false,
        refusal: "sender_not_registered",
      });
    },
  );
  test("one of unknown registration is taken with a warning", () => {
    expect(ask([sender({ registration_state: "unknown" })])).toMatchObject({
      ok: true,
      warnings: ["sender_registration_unknown"],
    });
  });
  test("of several that do not fit, the one that needs least is told", () => {
    const pending = sender({ sender_identity_id: "pending", registration_state: "pending" });
    expect(ask([national, pending])).toMatchObject({ refusal: "sender_not_registered" });
  });
});

describe("high-assurance traffic keeps away from marketing (§34)", () => {
  const shared = sender({ streams: ["marketing", "verification", "notification"] });

  test("a shared sender is refused for it", () => {
    expect(ask([shared], { stream: "verification" })).toMatchObject({
      ok: false,
      refusal: "policy",
    });
  });
  test("policy may accept it", () => {
    expect(ask([shared], { stream: "verification", sharedAccepted: true })).toMatchObject({
      ok: true,
    });
  });
  test("ordinary notifications may share", () => {
    expect(ask([shared])).toMatchObject({ ok: true });
  });
  test.each(SmsStream.options)(
    "no sender of unknown use carries marketing by itself (%s)",
    (stream) => {
      expect(streamsOf(sender({})).includes(stream)).toBe(stream !== "marketing");
    },
  );
});

test("a name cannot be answered, a number can, and settings may say otherwise", () => {
  const name = { sender_type: "alphanumeric_sender_id", sender_value: "Desk" };
  expect(takesReplies(sender(name))).toBe(false);
  expect(takesReplies(sender({}))).toBe(true);
  expect(takesReplies(sender({ inbound_replies: false }))).toBe(false);
  expect(takesReplies(sender({ limitations: ["inbound_replies_not_supported"] }))).toBe(false);
});
