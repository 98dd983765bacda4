import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { smppDeliverSm } from "../../../src/native/smpp/deliver-sm.ts";
import { ANSWERED_BEFORE } from "../../../src/native/smpp/arrival.ts";
import { receiptFields, replyFields } from "../../support/smsc.ts";
import { settingsOf, START } from "../../provider/smpp/harness.ts";
import { kitOf } from "./kit.ts";
import { hexOf, nativeOf, read, reasonOf, wireOf, type Reading } from "./pdus.ts";

const header = (...octets: readonly number[]) => Buffer.from([octets.length, ...octets]);
const part = (udh: Buffer, text: string) =>
  replyFields("", { esm_class: 0x40, short_message: Buffer.concat([udh, Buffer.from(text)]) });

describe("a message from a handset", () => {
  test("is classified by its words", () => {
    expect(nativeOf(replyFields("STOP")).type).toBe("inbound.opt_out");
    expect(nativeOf(replyFields("yes")).type).toBe("inbound.acknowledgement");
    expect(nativeOf(replyFields("When will it be?"))).toMatchObject({
      type: "inbound.reply",
      source: "smpp.deliver_sm",
      occurredAt: null,
      refs: [],
      data: { provider: "carrier", number: "num(+4915112345678)", sender: "num(+493012345)" },
      endpoint: { value: "+4915112345678" },
      observation: { source_type: "provider_api" },
    });
  });

  test("holds its words nowhere but in raw data, which is the sender's", () => {
    const { raw, endpoint: _, unkept: __, ...kept } = nativeOf(replyFields("A secret"));
    // The test's pseudonym of the whole is no pseudonym at all.
    const told = JSON.stringify(kept).replaceAll(/num\(\[.*?\]\)/g, "");
    expect(told).not.toMatch(/secret|[^(]\+4915112345678/);
    expect(raw?.person).toBe("num(+4915112345678)");
  });

  test.each([
    ["the GSM alphabet", {}, 0, Buffer.from([0x53, 0x54, 0x4f, 0x50])],
    ["UCS-2", {}, 8, Buffer.from("0053 0054 004f 0050".replaceAll(" ", ""), "hex")],
    ["Latin 1", {}, 3, Buffer.from("STOP")],
    ["ASCII", {}, 1, Buffer.from("STOP")],
    ["a flash message", {}, 0x10, Buffer.from("STOP")],
    ["a flash message in UCS-2", {}, 0x18, Buffer.from("00530054004f0050", "hex")],
    ["a message class", {}, 0xf1, Buffer.from("STOP")],
    ["an SMSC of Latin 1", { default_alphabet: "latin1" }, 0, Buffer.from("STOP")],
  ])("in %s is read", (_, settings, data_coding, short_message) => {
    expect(nativeOf(replyFields("", { data_coding, short_message }), { settings }).type).toBe(
      "inbound.opt_out",
    );
  });

  test("of an SMSC of Latin 1 is read by that", () => {
    const contentOf = (settings: Reading["settings"], octets: readonly number[]) =>
      nativeOf(replyFields("", { data_coding: 0, short_message: Buffer.from(octets) }), {
        settings,
      }).data?.["content"];
    expect(contentOf({ default_alphabet: "latin1" }, [0x40, 0xe4])).toContain("@ä");
    expect(contentOf({}, [0x00, 0x7b])).toContain("@ä");
  });

  test.each([
    [
      "binary data",
      { data_coding: 4, short_message: Buffer.from([1, 2]) },
      "data_coding says no text that this service reads.",
    ],
    [
      "an unknown alphabet",
      { data_coding: 0xf4 },
      "data_coding says no text that this service reads.",
    ],
    [
      "a header longer than the message",
      { esm_class: 0x40, short_message: Buffer.from([9, 0, 3]) },
      "The user data header is longer than the user data.",
    ],
    [
      "an acknowledgement between applications",
      { esm_class: 0x10 },
      "esm_class says an acknowledgement between applications.",
    ],
  ])("that is %s is not understood", (_, more, reason) => {
    expect(reasonOf(replyFields("x", more))).toBe(reason);
  });

  test("with a header of another kind is whole", () => {
    expect(nativeOf(part(header(0x24, 1, 1), "STOP")).type).toBe("inbound.opt_out");
  });

  test("over a bind that is not configured is not understood", () => {
    const parsed = read(hexOf(replyFields("x")), { wire: { account: "other" } });
    expect(parsed).toEqual({ ok: false, reason: "There is no SMPP account of this name." });
  });
});

describe("a part of a longer message", () => {
  const reference = "num(+493012345)";
  test.each([
    ["8 bits", part(header(0, 3, 0x1a, 3, 2), "lo "), `udh8:26:3:${reference}`],
    ["16 bits", part(header(8, 4, 1, 0x1a, 3, 2), "lo "), `udh16:282:3:${reference}`],
    [
      "8 bits behind another element",
      part(header(0x24, 1, 0, 0, 3, 0x1a, 3, 2), "lo "),
      `udh8:26:3:${reference}`,
    ],
    [
      "sar_*",
      replyFields("lo ", { sar_msg_ref_num: 282, sar_total_segments: 3, sar_segment_seqnum: 2 }),
      `sar:282:3:${reference}`,
    ],
  ])("by %s waits for the others, with its words for them alone", (_, fields, expected) => {
    const native = nativeOf(fields);
    expect(native).toMatchObject({
      type: "inbound.part",
      data: { reference: expected, index: 2, total: 3, number: "num(+4915112345678)" },
      unkept: { body: "lo ", from: "+4915112345678", to: "+493012345" },
    });
    expect(JSON.stringify({ ...native, unkept: null })).not.toContain("lo ");
  });

  test.each([
    ["of one part", header(0, 3, 7, 1, 1)],
    ["of no parts", header(0, 3, 7, 0, 0)],
    ["beyond the last", header(0, 3, 7, 2, 3)],
    ["before the first", header(0, 3, 7, 2, 0)],
  ])("%s is a message of its own", (_, udh) => {
    expect(nativeOf(part(udh, "STOP")).type).toBe("inbound.opt_out");
  });

  test("in UCS-2 may be cut within a character, and is whole when joined", () => {
    const half = (index: number, unit: number) =>
      nativeOf(
        replyFields("", {
          esm_class: 0x40,
          data_coding: 8,
          short_message: Buffer.concat([
            header(0, 3, 7, 2, index),
            Buffer.from([unit >> 8, unit & 0xff]),
          ]),
        }),
      ).unkept?.["body"] as string;
    expect(half(1, 0xd83d) + half(2, 0xde42)).toBe("🙂");
  });
});

describe("the same words again", () => {
  const key = (given: Partial<Parameters<typeof wireOf>[1]> = {}, sequence = 1, text = "STOP") => {
    const parsed = read(hexOf(replyFields(text), "deliver_sm", sequence), { wire: given });
    return parsed.ok ? parsed.natives[0]?.dedupeKey : undefined;
  };
  const minute = 60_000;

  test("are one message where nothing says that the first was answered", () => {
    expect(key({ receivedAt: START + 5 * minute }, 9)).toBe(key());
  });

  test("are another one where the first was answered", () => {
    expect(key({ headers: { [ANSWERED_BEFORE]: "1" } })).not.toBe(key());
  });

  test("are another one after a while", () => {
    expect(key({ receivedAt: START + 10 * minute })).not.toBe(key());
  });

  test("are not other words", () => {
    expect(key({}, 1, "START")).not.toBe(key());
  });
});

describe("whatever arrives", () => {
  const source = smppDeliverSm(kitOf(settingsOf()));

  test("is understood or not, and never breaks the parser", () => {
    const mutated = fc
      .tuple(
        fc.constantFrom(
          hexOf(replyFields("Hello")),
          hexOf(receiptFields({ id: "a1", stat: "DELIVRD" })),
          hexOf({
            ...receiptFields({ id: "a1", stat: "DELIVRD" }),
            receipted_message_id: "a1",
            message_state: 2,
          }),
          hexOf(part(header(0, 3, 7, 2, 1), "Hello")),
        ),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
      )
      .map(([hex, changes]) => {
        const bytes = Buffer.from(hex, "hex");
        for (const [at, value] of changes) bytes[4 + (at % (bytes.length - 4))] = value;
        return bytes.toString("hex");
      });
    const anything = fc.oneof(
      mutated,
      fc.string(),
      fc.uint8Array().map((bytes) => Buffer.from(bytes).toString("hex")),
    );
    fc.assert(
      fc.property(anything, (body) => {
        const parsed = source.parse(wireOf(body));
        if (!parsed.ok) expect(parsed.reason).not.toContain("4915112345678");
        source.person?.(wireOf(body));
      }),
      { seed: 20_260_102, numRuns: 3_000 },
    );
  });

  test.each([
    ["no hex", "xyz", "The body is not hex."],
    ["half an octet", "0000001", "The body is not hex."],
    ["nothing", "", "The body is not hex."],
    [
      "cut",
      hexOf(replyFields("Hello")).slice(0, -2),
      "command_length is not the length of the PDU.",
    ],
    [
      "no delivery",
      "00000010000000150000000000000001",
      "The PDU is no deliver_sm or data_sm, or ends too early.",
    ],
  ])("as %s is not understood", (_, body, reason) => {
    expect(read(body)).toEqual({ ok: false, reason });
  });

  test("may be written with white space between the octets", () => {
    const hex = hexOf(replyFields("STOP")).replaceAll(/(.{32})/g, "$1\n  ");
    expect(read(hex)).toMatchObject({ ok: true, natives: [{ type: "inbound.opt_out" }] });
  });

  test("that is no UTF-8 is not understood", () => {
    const parsed = source.parse(wireOf("", { body: Uint8Array.of(0xff) }));
    expect(parsed).toEqual({ ok: false, reason: "The body is not UTF-8." });
  });

  test("is known to concern somebody, understood or not", () => {
    const person = (body: string) => source.person?.(wireOf(body));
    expect(person(hexOf(replyFields("", { data_coding: 4 })))).toBe("num(+4915112345678)");
    expect(person("xyz")).toBeNull();
  });
});
