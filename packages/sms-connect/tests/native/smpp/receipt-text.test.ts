import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readReceiptDate, readReceiptText } from "../../../src/native/smpp/receipt-text.ts";

const seed = 20_260_102;
const usual =
  "id:0123456789 sub:001 dlvrd:001 submit date:2601021304 done date:2601021305 stat:DELIVRD err:000 text:Hello";

describe("the text of a receipt", () => {
  test("is read as Appendix B has it", () => {
    expect(readReceiptText(usual)).toEqual({
      id: "0123456789",
      stat: "DELIVRD",
      err: "000",
      submitDate: "2601021304",
      doneDate: "2601021305",
    });
  });

  test.each([
    [
      "capital letters",
      "ID:7 STAT:UNDELIV ERR:00A TEXT:",
      { id: "7", stat: "UNDELIV", err: "00A" },
    ],
    ["spaces after colons", "id: 7 stat: EXPIRED err: 1", { id: "7", stat: "EXPIRED", err: "1" }],
    ["another order", "stat:DELIVRD id:7 err:000", { id: "7", stat: "DELIVRD", err: "000" }],
    ["commas", "id:7,stat:DELIVRD,err:000", { id: "7", stat: "DELIVRD", err: "000" }],
    ["underscores", "id:7 done_date:260102130500 stat:DELIVRD", { doneDate: "260102130500" }],
    ["empty fields", "id:7 stat: err: text:", { id: "7", stat: null, err: null }],
    ["no text at all", "", { id: null, stat: null, err: null, doneDate: null, submitDate: null }],
    ["a word that ends like a field", "valid:9 id:7 stat:DELIVRD", { id: "7" }],
    ["a field twice", "id:7 stat:UNDELIV stat:DELIVRD", { stat: "UNDELIV" }],
  ])("is read with %s", (_, text, expected) => {
    expect(readReceiptText(text)).toMatchObject(expected);
  });

  test("is not read where the words of the message begin: they may look like fields", () => {
    expect(readReceiptText("id:7 err:001 text:stat:DELIVRD")).toMatchObject({
      stat: null,
      err: "001",
    });
  });

  test("gives the same fields in any order and case", () => {
    const fields = [
      "id:7",
      "sub:001",
      "dlvrd:000",
      "submit date:2601021304",
      "done date:2601021305",
      "stat:UNDELIV",
      "err:1",
    ];
    const orders = fc.shuffledSubarray(fields, { minLength: fields.length });
    fc.assert(
      fc.property(orders, fc.boolean(), (order, upper) => {
        const text = order.map((field) =>
          upper ? field.replace(/^[^:]*/, (label) => label.toUpperCase()) : field,
        );
        expect(readReceiptText(`${text.join(" ")} text:x`)).toEqual({
          id: "7",
          stat: "UNDELIV",
          err: "1",
          submitDate: "2601021304",
          doneDate: "2601021305",
        });
      }),
      { seed, numRuns: 200 },
    );
  });

  test("is read whatever it is", () => {
    const pieces = fc.constantFrom(
      "id:",
      "stat:",
      "text:",
      "done date:",
      "err=",
      " ",
      ",",
      "DELIVRD",
      "\u0000",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }), (text) => {
        expect(Object.keys(readReceiptText(text.join("")))).toHaveLength(5);
      }),
      { seed, numRuns: 1_000 },
    );
  });
});

describe("the date of a receipt", () => {
  test.each([
    ["2601021305", "Z", "2026-01-02T13:05:00.000Z"],
    ["260102130507", "+02:00", "2026-01-02T11:05:07.000Z"],
    ["20260102130507", "-05:00", "2026-01-02T18:05:07.000Z"],
  ])("%s in %s is %s", (date, zone, expected) => {
    const at = readReceiptDate(date, zone);
    expect(at === null ? null : new Date(at).toISOString()).toBe(expected);
  });

  test.each([
    ["2601021305", null],
    [null, "Z"],
    ["2602311305", "Z"],
    ["2613021305", "Z"],
    ["2601022561", "Z"],
    ["26010213", "Z"],
    ["26010213051", "Z"],
    ["202601021305", "Z"],
    ["19260102130507", "Z"],
    ["0000000000", "Z"],
    ["yesterday", "Z"],
  ])("%s in %s is no trusted time", (date, zone) => {
    expect(readReceiptDate(date, zone)).toBeNull();
  });
});
