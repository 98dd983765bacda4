import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeGsm7 } from "../../../src/model/gsm7.ts";
import { segmentsOf } from "../../../src/model/segments.ts";
import { decodeUcs2 } from "../../../src/model/ucs2.ts";
import { planSubmit } from "../../../src/provider/smpp/submit.ts";
import { TAGS, tlvNumber } from "../../../src/provider/smpp/tlv.ts";
import { settingsOf, START, submission } from "./harness.ts";

const plan = (
  given: Parameters<typeof submission>[0],
  settings: Parameters<typeof settingsOf>[0] = {},
  reference = 0x1234,
) => planSubmit(settingsOf(settings), submission(given), { now: START, reference });

function partsOf(...given: Parameters<typeof plan>) {
  const made = plan(...given);
  if (!made.ok) throw new Error(made.reason);
  return made.parts;
}

const characters = Array.from("Hallo Welt{}€ÄÖ@£\n0123456789");
const gsm7 = fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: 700 });
const unicode = fc.string({ unit: "binary", minLength: 1, maxLength: 400 });
const messages = fc.oneof(
  gsm7.map((body) => ({ body, encoding: "gsm7" as const })),
  unicode.map((body) => ({ body, encoding: "ucs2" as const })),
);

describe("a plan", () => {
  test("carries the whole body, in as many parts as were counted, each in its limit", () => {
    fc.assert(
      fc.property(messages, fc.constantFrom("udh", "sar"), ({ body, encoding }, long_messages) => {
        const parts = partsOf({ body, encoding }, { long_messages });
        const headed = long_messages === "udh" && parts.length > 1;
        const texts = parts.map(({ body: { short_message, esm_class } }, index) => {
          expect(esm_class).toBe(headed ? 0x40 : 0);
          expect(short_message.length).toBeLessThanOrEqual(encoding === "gsm7" ? 160 : 140);
          if (headed)
            expect([...short_message.subarray(0, 6)]).toEqual([
              5,
              0,
              3,
              0x34,
              parts.length,
              index + 1,
            ]);
          const text = short_message.subarray(headed ? 6 : 0);
          return encoding === "gsm7" ? decodeGsm7(text) : decodeUcs2(text);
        });
        expect(texts.join("")).toBe(body);
        expect(parts.length).toBe(segmentsOf(body, encoding).count);
      }),
      { seed: 20_260_102, numRuns: 200 },
    );
  });

  test("of parts by sar_* numbers them in parameters", () => {
    const parts = partsOf({ body: "x".repeat(400) }, { long_messages: "sar" });
    expect(
      parts.map(({ tlvs }) => [
        tlvNumber(tlvs, "sar_msg_ref_num"),
        tlvNumber(tlvs, "sar_segment_seqnum"),
        tlvNumber(tlvs, "sar_total_segments"),
      ]),
    ).toEqual([
      [0x1234, 1, 3],
      [0x1234, 2, 3],
      [0x1234, 3, 3],
    ]);
  });

  test("of a message that the SMSC is to cut is one PDU", () => {
    const [part, ...more] = partsOf(
      { body: "x".repeat(400) },
      { long_messages: "message_payload" },
    );
    expect(more).toEqual([]);
    expect(part?.body.short_message.length).toBe(0);
    expect(part?.tlvs.get(TAGS.message_payload)?.length).toBe(400);
  });

  test("asks for a receipt, and names the operation by sixteen bits", () => {
    const [one] = partsOf({ operation: "op_1" });
    const [other] = partsOf({ operation: "op_2" });
    expect(one?.body.registered_delivery).toBe(1);
    const references = [one, other].map(
      (part) => part && tlvNumber(part.tlvs, "user_message_reference"),
    );
    expect(new Set(references).size).toBe(2);
  });

  test.each([
    ["gsm", "ä€", "gsm7", 0],
    ["latin1", "ä", "gsm7", 0],
    ["latin1", "ä€", "ucs2", 8],
    ["ascii", "abc", "gsm7", 0],
    ["ascii", "ä", "ucs2", 8],
  ])(
    "for an SMSC whose alphabet is %s writes %s as %s",
    (default_alphabet, body, encoding, dcs) => {
      const made = plan({ body, encoding: "gsm7" }, { default_alphabet });
      expect(made).toMatchObject({ ok: true, encoding, parts: [{ body: { data_coding: dcs } }] });
    },
  );

  test("writes latin1 as octets", () => {
    const [part] = partsOf({ body: "ä@" }, { default_alphabet: "latin1" });
    expect([...(part?.body.short_message ?? [])]).toEqual([0xe4, 0x40]);
  });

  test("takes the configured data_coding", () => {
    const [part] = partsOf({ body: "ж", encoding: "ucs2" }, { data_coding: { ucs2: 0x18 } });
    expect(part?.body.data_coding).toBe(0x18);
  });

  test("has the message's validity, or else the bind's", () => {
    const own = partsOf({ validUntil: START + 60_000 }, { validity: "PT1H" });
    expect(own[0]?.body.validity_period).toBe("260102120100000+");
    expect(partsOf({}, { validity: "PT1H" })[0]?.body.validity_period).toBe("260102130000000+");
    expect(partsOf({})[0]?.body.validity_period).toBe("");
  });

  test.each([
    [{ fromKind: "pool" as const, from: "pool-1" }, "sender_not_allowed"],
    [{ fromKind: "alphanumeric" as const, from: "x".repeat(21) }, "sender_not_allowed"],
    [{ to: "+".padEnd(40, "1") }, "invalid_number"],
    [{ body: "x".repeat(153 * 256) }, "content_invalid"],
  ])("is refused for what no PDU can say: %j", (given, reason) => {
    expect(plan(given)).toEqual({ ok: false, reason });
  });
});
