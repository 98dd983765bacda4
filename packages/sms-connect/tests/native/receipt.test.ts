import { describe, expect, test } from "vitest";
import { receiptNative, type ReceiptReport } from "../../src/native/receipt.ts";

const report = (given: Partial<ReceiptReport>): ReceiptReport => ({
  source: "twilio.status",
  account: "main",
  class: "unavailable",
  status: "failed",
  messageId: "m1",
  occurredAt: null,
  dedupeKey: "m1/failed",
  reportedBy: "provider_webhook",
  raw: { contentType: "text/plain", text: "" },
  ...given,
});

describe("a reason that may pass", () => {
  test.each(["unavailable", "unreachable"] as const)(
    "%s is given up where the provider is done with the message",
    (name) => {
      expect(receiptNative(report({ class: name, final: true }))).toMatchObject({
        type: `receipt.${name}_final`,
        data: { final: true },
      });
    },
  );

  test.each([false, undefined])("… and is open where its finality is %s", (final) => {
    const native = receiptNative(report(final === undefined ? {} : { final }));
    expect(native).toMatchObject({ type: "receipt.unavailable", data: { final: false } });
  });

  test("a network's passing fault is told as one even so: §19 has no other word for it", () => {
    const native = receiptNative(report({ class: "temporary_network_error", final: true }));
    expect(native.type).toBe("receipt.temporary_network_error");
  });
});
