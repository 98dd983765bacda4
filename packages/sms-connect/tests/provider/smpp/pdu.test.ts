import fc from "fast-check";
import { PDU } from "smpp";
import { describe, expect, test } from "vitest";
import { COMMANDS, type CommandName } from "../../../src/provider/smpp/commands.ts";
import type { Field } from "../../../src/provider/smpp/octets.ts";
import { decodePdu, encodePdu, LAST_SEQUENCE } from "../../../src/provider/smpp/pdu.ts";
import { networkError, tlvNumber, tlvText, TAGS } from "../../../src/provider/smpp/tlv.ts";

const seed = 20_260_102;
const names = Object.keys(COMMANDS) as CommandName[];

/** Any value that a field of this table may hold. */
const valueOf = ({ initial }: Field<unknown>): fc.Arbitrary<unknown> =>
  typeof initial === "number"
    ? fc.integer({ min: 0, max: 255 })
    : typeof initial === "string"
      ? fc.string({ unit: fc.constantFrom("a", "Z", "0", "9", "+", " ", "\u00ff"), maxLength: 5 })
      : fc.uint8Array({ maxLength: 254 });

const pdus = fc.constantFrom(...names).chain((command) =>
  fc.record({
    command: fc.constant(command),
    status: fc.nat({ max: 0xffff_ffff }),
    sequence: fc.integer({ min: 1, max: LAST_SEQUENCE }),
    body: fc.record(
      Object.fromEntries(
        Object.entries(COMMANDS[command].fields as Record<string, Field<unknown>>).map(
          ([name, field]) => [name, valueOf(field)],
        ),
      ),
    ),
    tlvs: fc
      .uniqueArray(fc.tuple(fc.nat({ max: 0xffff }), fc.uint8Array({ maxLength: 40 })), {
        selector: ([tag]) => tag,
        maxLength: 4,
      })
      .map((entries) => new Map(entries)),
  }),
);

describe("the codec", () => {
  test("reads back what it has written, whatever the PDU", () => {
    fc.assert(
      fc.property(pdus, ({ command, ...draft }) => {
        const bytes = encodePdu(command, draft as never);
        const decoded = decodePdu(bytes);
        expect(decoded).toMatchObject({ ok: true });
        expect(decoded.ok && decoded.pdu).toEqual({ command, ...draft });
        expect(new DataView(bytes.buffer).getUint32(0)).toBe(bytes.length);
      }),
      { seed, numRuns: 500 },
    );
  });

  test("never throws, whatever the octets", () => {
    const header = fc
      .tuple(fc.constantFrom(...names), fc.uint8Array({ maxLength: 200 }))
      .map(([name, rest]) => {
        const bytes = Buffer.alloc(16 + rest.length);
        bytes.writeUInt32BE(bytes.length, 0);
        bytes.writeUInt32BE(COMMANDS[name].id, 4);
        bytes.set(rest, 16);
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), header), (bytes) => {
        expect(typeof decodePdu(bytes).ok).toBe("boolean");
      }),
      { seed, numRuns: 3_000 },
    );
  });

  test("takes a response without its body for one with empty fields", () => {
    const bare = Buffer.from("00000010800000040000005800000007", "hex");
    expect(decodePdu(bare)).toMatchObject({
      ok: true,
      pdu: { command: "submit_sm_resp", status: 0x58, sequence: 7, body: { message_id: "" } },
    });
  });

  test("takes a message id without its NUL", () => {
    const bytes = Buffer.from(
      `00000013800000040000000000000007${Buffer.from("abc").toString("hex")}`,
      "hex",
    );
    expect(decodePdu(bytes)).toMatchObject({ ok: true, pdu: { body: { message_id: "abc" } } });
  });

  test.each([
    ["a request that ends too early", "000000140000000500000000000000010001", 0x02],
    ["a command that 3.4 does not have", "00000010000000630000000000000001", 0x03],
    ["a parameter longer than the PDU", "00000015800000040000000000000001000424ffff", 0xc0],
    ["less than a header", "0000000f", 0x02],
  ])("does not read %s, and says how to refuse it", (_, hex, nack) => {
    expect(decodePdu(Buffer.from(hex, "hex"))).toMatchObject({ ok: false, nack });
  });

  test("takes fewer octets than a parameter's header for padding", () => {
    const bytes = Buffer.from("000000148000000400000000000000070000000000", "hex");
    expect(decodePdu(bytes.subarray(0, 20))).toMatchObject({ ok: true, pdu: { tlvs: new Map() } });
  });

  test("refuses to write what does not fit its field", () => {
    const body = { message_id: "x".repeat(65) };
    expect(() => encodePdu("submit_sm_resp", { sequence: 1, body })).toThrow(RangeError);
    expect(() =>
      encodePdu("submit_sm_resp", { sequence: 1, body: { message_id: "a\0b" } }),
    ).toThrow(RangeError);
  });
});

describe("against another implementation", () => {
  test("a deliver_sm of the npm library reads as it was meant", () => {
    const bytes = new PDU("deliver_sm", {
      sequence_number: 9,
      esm_class: 4,
      source_addr_ton: 1,
      source_addr_npi: 1,
      source_addr: "4915112345678",
      destination_addr: "493012345",
      short_message: "id:1 stat:DELIVRD",
      receipted_message_id: "1",
      message_state: 2,
      network_error_code: Buffer.from([3, 0, 34]),
      user_message_reference: 513,
    }).toBuffer();
    const decoded = decodePdu(bytes);
    if (!decoded.ok || decoded.pdu.command !== "deliver_sm") throw new Error("not read");
    const { body, tlvs, sequence } = decoded.pdu;
    expect(sequence).toBe(9);
    expect(body).toMatchObject({
      esm_class: 4,
      source_addr: "4915112345678",
      destination_addr: "493012345",
    });
    expect(Buffer.from(body.short_message).toString()).toBe("id:1 stat:DELIVRD");
    expect(tlvText(tlvs, "receipted_message_id")).toBe("1");
    expect(tlvNumber(tlvs, "message_state")).toBe(2);
    expect(tlvNumber(tlvs, "user_message_reference")).toBe(513);
    expect(networkError(tlvs)).toEqual({ network: 3, code: 34 });
  });

  test("the npm library reads a query_sm and a cancel_sm of ours", () => {
    const source = { source_addr_ton: 1, source_addr_npi: 1, source_addr: "493012345" };
    const query = new PDU(
      Buffer.from(encodePdu("query_sm", { sequence: 3, body: { message_id: "a1", ...source } })),
    );
    expect(query).toMatchObject({
      command: "query_sm",
      message_id: "a1",
      source_addr: "493012345",
    });
    const cancel = new PDU(
      Buffer.from(
        encodePdu("cancel_sm", {
          sequence: 4,
          body: {
            service_type: "",
            message_id: "a1",
            ...source,
            dest_addr_ton: 1,
            dest_addr_npi: 1,
            destination_addr: "4915112345678",
          },
          tlvs: new Map([[TAGS.user_message_reference, Uint8Array.of(2, 1)]]),
        }),
      ),
    );
    expect(cancel).toMatchObject({
      command: "cancel_sm",
      message_id: "a1",
      destination_addr: "4915112345678",
      user_message_reference: 513,
    });
  });
});
