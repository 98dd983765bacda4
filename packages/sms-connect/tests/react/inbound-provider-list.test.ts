import { describe, expect, test } from "vitest";
import { suppressionKey } from "../../src/model/documents.ts";
import type { SmsScope } from "../../src/model/scope.ts";
import { standingIn, suppressionsIn } from "../../src/model/suppression-book.ts";
import { receiptNative } from "../../src/native/receipt.ts";
import { submittedNative } from "../../src/native/submission.ts";
import type { SmsDraft } from "../../src/native/types.ts";
import { inboundReactions } from "../../src/react/inbound-reactions.ts";
import {
  Documents,
  HANDSET,
  kitWith,
  NOW,
  numberId,
  react,
  target,
} from "../support/standing-stage.ts";

const kit = kitWith();
const number = numberId(HANDSET);
const main: SmsScope = { kind: "sender_identity", value: "main" };

const rejected = submittedNative(
  { account: "acme", kind: "twilio" },
  "smsop_sent",
  {
    kind: "rejected",
    reason: "provider_suppressed",
    nativeStatus: "400",
    code: "21610",
    retryable: false,
  },
  [],
);
const receipt = receiptNative({
  source: "vonage.dlr",
  account: "acme",
  class: "provider_suppressed",
  status: "rejected",
  code: "9",
  messageId: "m1",
  occurredAt: NOW - 1_000,
  dedupeKey: "d1",
  reportedBy: "provider_webhook",
  raw: { contentType: "text/plain", text: "" },
});
const mirror = (documents: Documents, native: SmsDraft, targets = [target()]) =>
  react(inboundReactions(kit)[native.type], native, documents, NOW, targets);
const sent = (metadata: object = { number, sender_identity: "main" }) =>
  new Documents().operation("smsop_sent", "rejected", metadata);
const standing = (documents: Documents, scope: SmsScope) =>
  standingIn(suppressionsIn(documents.get(suppressionKey(number, scope))), NOW);

describe("an opt-out that the provider keeps itself", () => {
  test.each([
    ["told by its answer", rejected, "21610", NOW],
    ["told by a receipt", receipt, "9", NOW - 1_000],
  ])("stands here, too, at the sender it is known of: %s", (_, native, reason, at) => {
    const documents = sent();
    mirror(documents, native);
    expect(standing(documents, main)).toEqual([
      { type: "provider_policy", source: "provider", reason, at, expiresAt: null },
    ]);
  });

  test("is no opt-out of the recipient's that we know of", () => {
    const documents = sent();
    mirror(documents, rejected);
    expect(documents.all("consent")).toEqual([]);
  });

  test("stands for the whole tenant where the sender is not known", () => {
    const documents = sent({ number });
    mirror(documents, rejected);
    expect(standing(documents, { kind: "tenant", value: null })).toHaveLength(1);
  });

  test.each([
    ["of an answer of the adapter's own, which remembers no number", sent({}), [target()]],
    ["of an operation that there is not", new Documents(), [target()]],
    ["of no operation", new Documents(), [target(null)]],
    ["of nothing", new Documents(), []],
  ])("changes nothing where it is told %s", (_, documents, targets) => {
    expect(mirror(documents, rejected, targets)).toEqual({});
    expect(documents.all("suppression")).toEqual([]);
  });
});
