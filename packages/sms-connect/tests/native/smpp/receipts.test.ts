import { describe, expect, test } from "vitest";
import { RECEIPTS } from "../../../src/native/receipt-classes.ts";
import { receiptFields } from "../../support/smsc.ts";
import { hexOf, nativeOf, read, reasonOf } from "./pdus.ts";

const RECEIPT = 0x04;
const INTERMEDIATE = 0x20;
const bare = {
  esm_class: RECEIPT,
  source_addr_ton: 1,
  source_addr: "4915112345678",
  destination_addr: "493012345",
};
const says = (text: string) => ({ ...bare, short_message: text });

describe("a receipt by its text", () => {
  test.each([
    ["DELIVRD", "receipt.delivered"],
    ["EXPIRED", "receipt.expired"],
    ["DELETED", "receipt.deleted"],
    ["UNDELIV", "receipt.undelivered"],
    ["ACCEPTD", "receipt.carrier_accepted"],
    ["UNKNOWN", "receipt.unknown"],
    ["REJECTD", "receipt.rejected"],
    ["ENROUTE", "receipt.dispatched"],
    ["delivrd", "receipt.delivered"],
    ["Undeliverable", "receipt.undelivered"],
    ["BUFFERED", "receipt.buffered"],
    ["FAILED", "receipt.failed"],
    ["SKIPPED", "receipt.unrecognised"],
    ["QWERTY", "receipt.unrecognised"],
  ])("that says %s is a %s, with its own word kept", (stat, type) => {
    expect(nativeOf(receiptFields({ id: "a1", stat }))).toMatchObject({
      type,
      source: "smpp.deliver_sm",
      nativeStatus: stat,
      refs: [{ provider_name: "carrier", ref_type: "message_id", ref_value: "a1" }],
      observation: { source_type: "provider_api" },
    });
  });

  test("has a time only where the configuration says whose time it is", () => {
    const fields = receiptFields({ id: "a1", stat: "DELIVRD", done: "2601021305" });
    expect(nativeOf(fields).occurredAt).toBeNull();
    expect(nativeOf(fields, { settings: { receipt_time_zone: "+01:00" } }).occurredAt).toBe(
      Date.parse("2026-01-02T12:05:00Z"),
    );
  });

  test("holds no number and no text of the message", () => {
    const { data, metadata, refs, dedupeKey, evidenceKey, endpoint } = nativeOf(
      receiptFields({ id: "a1", stat: "DELIVRD" }),
    );
    const kept = JSON.stringify({ data, metadata, refs, dedupeKey, evidenceKey, endpoint });
    expect(kept).not.toMatch(/4915112345678|493012345|Hello/);
  });

  test("is raw data of the handset's owner, whichever way round the addresses are", () => {
    const fields = receiptFields({ id: "a1", stat: "DELIVRD" });
    expect(nativeOf(fields).raw?.person).toBe("num(+4915112345678)");
    const swapped = receiptFields({
      id: "a1",
      stat: "DELIVRD",
      from: "493012345",
      to: "4915112345678",
    });
    const senders = [
      { sender_identity_id: "main", sender_type: "long_code", sender_value: "+493012345" },
    ];
    expect(nativeOf(swapped, { configuration: { senders } }).raw?.person).toBe(
      "num(+4915112345678)",
    );
  });

  test("in message_payload, or in UCS-2, is read as well", () => {
    const text = "id:a1 stat:DELIVRD err:000";
    expect(nativeOf({ ...bare, message_payload: text }).type).toBe("receipt.delivered");
    expect(nativeOf({ ...bare, data_coding: 8, short_message: text }).type).toBe(
      "receipt.delivered",
    );
  });

  test("of which only the state is known belongs to no message", () => {
    expect(nativeOf(says("stat:UNDELIV err:1"))).toMatchObject({
      type: "receipt.undelivered",
      refs: [],
    });
  });

  test("of which only the message is known says nothing of its state", () => {
    expect(nativeOf(says("id:a1"))).toMatchObject({
      type: "receipt.unrecognised",
      nativeStatus: "",
    });
  });

  test("of which neither is known is not understood", () => {
    expect(reasonOf(says("something else"))).toBe(
      "The receipt names neither a message nor a state.",
    );
  });
});

describe("a receipt by its parameters", () => {
  test.each([
    [1, "receipt.dispatched"],
    [2, "receipt.delivered"],
    [3, "receipt.expired"],
    [4, "receipt.deleted"],
    [5, "receipt.undelivered"],
    [6, "receipt.carrier_accepted"],
    [7, "receipt.unknown"],
    [8, "receipt.rejected"],
    [0, "receipt.unrecognised"],
    [9, "receipt.unrecognised"],
  ])("of state %i is a %s", (message_state, type) => {
    expect(nativeOf({ ...bare, receipted_message_id: "a1", message_state })).toMatchObject({
      type,
      nativeStatus: `message_state:${message_state}`,
      refs: [{ ref_value: "a1" }],
    });
  });

  test("is one though esm_class does not say so", () => {
    const fields = { ...bare, esm_class: 0, receipted_message_id: "a1", message_state: 2 };
    expect(nativeOf(fields).type).toBe("receipt.delivered");
  });

  test("tells the network's own error", () => {
    const network_error_code = Buffer.from([3, 0, 34]);
    expect(
      nativeOf({ ...bare, receipted_message_id: "a1", message_state: 5, network_error_code }).data,
    ).toMatchObject({ carrier_code: "3:34", code: "34" });
  });

  test("that agrees with the text bears the text's word", () => {
    const fields = {
      ...says("id:a1 stat:DELIVRD err:000"),
      receipted_message_id: "a1",
      message_state: 2,
    };
    const native = nativeOf(fields);
    expect(native).toMatchObject({ type: "receipt.delivered", nativeStatus: "DELIVRD" });
    expect(native.metadata).not.toHaveProperty("conflicts");
    expect(native.lower).toBeUndefined();
  });

  test("that contradicts the text counts, and says so", () => {
    const fields = {
      ...says("id:b2 stat:DELIVRD err:000"),
      receipted_message_id: "a1",
      message_state: 5,
    };
    expect(nativeOf(fields)).toMatchObject({
      type: "receipt.undelivered",
      nativeStatus: "message_state:5",
      refs: [{ ref_value: "a1" }],
      metadata: { conflicts: ["message_id", "state"] },
      lower: { channel_certainty: "low" },
    });
  });
});

describe("text that only looks like a receipt", () => {
  test("is a message from a handset: anybody can write it", () => {
    const fields = { ...says("id:a1 stat:DELIVRD err:000"), esm_class: 0 };
    expect(nativeOf(fields).type).toBe("inbound.reply");
  });
});

describe("a notification on the way", () => {
  const onTheWay = (stat: string, err = "000") => ({
    ...receiptFields({ id: "a1", stat, err }),
    esm_class: INTERMEDIATE,
  });
  test.each([
    ["ENROUTE", "receipt.dispatched"],
    ["UNDELIV", "receipt.deferred"],
    ["DELIVRD", "receipt.unrecognised"],
  ])("that says %s is a %s, and never the end", (stat, type) => {
    expect(nativeOf(onTheWay(stat))).toMatchObject({ type, data: { final: false } });
  });

  test("may give a reason that passes", () => {
    const settings = { error_table: { "27": "unavailable", "1": "unknown_subscriber" } };
    expect(nativeOf(onTheWay("UNDELIV", "027"), { settings }).type).toBe("receipt.unavailable");
    expect(nativeOf(onTheWay("UNDELIV", "001"), { settings }).type).toBe("receipt.deferred");
  });
});

describe("an error code", () => {
  const settings = {
    error_table: { "1": "unknown_subscriber", "034": "unavailable", "0A": "filtered" },
  };
  const typeOf = (stat: string, err: string, table: object = settings) =>
    nativeOf(receiptFields({ id: "a1", stat, err }), { settings: table }).type;

  test("means nothing without a table of the bind, and is kept", () => {
    const native = nativeOf(receiptFields({ id: "a1", stat: "UNDELIV", err: "001" }));
    expect(native).toMatchObject({ type: "receipt.undelivered", data: { code: "001" } });
  });

  test.each([
    ["UNDELIV", "001", "receipt.unknown_subscriber"],
    ["UNDELIV", "1", "receipt.unknown_subscriber"],
    ["UNDELIV", "034", "receipt.unavailable_final"],
    ["REJECTD", "0A", "receipt.filtered"],
    ["UNKNOWN", "001", "receipt.unknown_subscriber"],
    ["UNDELIV", "999", "receipt.undelivered"],
    ["UNDELIV", "34", "receipt.undelivered"],
  ])("with a table: %s with %s is a %s", (stat, err, type) => {
    expect(typeOf(stat, err)).toBe(type);
  });

  test("takes nothing from a delivery", () => {
    expect(typeOf("DELIVRD", "001")).toBe("receipt.delivered");
    expect(typeOf("DELIVRD", "034")).toBe("receipt.delivered");
  });

  test("of what is still on its way gives only reasons that pass", () => {
    expect(typeOf("ENROUTE", "001")).toBe("receipt.dispatched");
    expect(typeOf("ENROUTE", "034")).toBe("receipt.unavailable");
  });

  test("never makes a receipt say more than its state", () => {
    const positive = Object.entries(RECEIPTS)
      .filter(([, { assessment }]) => assessment.startsWith("success."))
      .map(([name]) => name);
    expect(positive).toEqual(["delivered"]);
    for (const table of positive)
      expect(() => typeOf("UNDELIV", "1", { error_table: { "1": table } })).toThrow(/error_table/);
  });
});

describe("message ids in hex and decimal", () => {
  const settings = { submit_id: "hex", receipt_id: "decimal" };
  const idOf = (fields: Parameters<typeof nativeOf>[0]) =>
    nativeOf(fields, { settings }).refs[0]?.ref_value;

  test("are the same message", () => {
    expect(idOf(receiptFields({ id: "0000000175", stat: "DELIVRD" }))).toBe("175");
    expect(idOf({ ...bare, receipted_message_id: "00aF", message_state: 2 })).toBe("175");
  });

  test("do not contradict each other", () => {
    const fields = { ...receiptFields({ id: "175", stat: "DELIVRD" }), receipted_message_id: "AF" };
    expect(nativeOf(fields, { settings }).metadata).not.toHaveProperty("conflicts");
  });

  test("may be decimal in the parameter, too", () => {
    const own = { ...settings, receipted_message_id: "decimal" };
    const fields = { ...bare, receipted_message_id: "175", message_state: 2 };
    expect(nativeOf(fields, { settings: own }).refs[0]?.ref_value).toBe("175");
  });
});

describe("the same receipt", () => {
  const key = (hex: string): string | undefined => {
    const parsed = read(hex);
    return parsed.ok ? parsed.natives[0]?.dedupeKey : undefined;
  };
  const delivered = receiptFields({ id: "a1", stat: "DELIVRD" });

  test("is one event under another sequence number", () => {
    expect(key(hexOf(delivered, "deliver_sm", 2))).toBe(key(hexOf(delivered)));
  });

  test.each([
    ["of another message", receiptFields({ id: "a2", stat: "DELIVRD" })],
    ["with another state", receiptFields({ id: "a1", stat: "UNDELIV" })],
    ["with another error", receiptFields({ id: "a1", stat: "DELIVRD", err: "001" })],
    ["of another time", receiptFields({ id: "a1", stat: "DELIVRD", done: "2601021306" })],
  ])("%s is another event", (_, other) => {
    expect(key(hexOf(other))).not.toBe(key(hexOf(delivered)));
  });
});
