import { rawOf, textOf, type WireRequest } from "@underclaim/runtime";
import { describe, expect, test } from "vitest";

const LATIN1 = Buffer.from("Body=café", "latin1");
const wire = (body: Uint8Array, contentType?: string): WireRequest => ({
  headers: contentType === undefined ? {} : { "content-type": contentType },
  body,
  url: "",
  account: null,
  receivedAt: 0,
});

describe("the text of a body", () => {
  test.each(["", "{}", "é\u0000\r\n", "\uFEFF{}", "\u{1F600}"])(
    "%j is the bytes and no more",
    (text) => {
      expect(textOf(wire(Buffer.from(text)))).toBe(text);
    },
  );

  test.each([LATIN1, Buffer.of(0xff), Buffer.of(0xc3), Buffer.of(0xed, 0xa0, 0x80)])(
    "is null where the bytes are no UTF-8: nothing is guessed or replaced",
    (bytes) => {
      expect(textOf(wire(bytes))).toBeNull();
    },
  );
});

describe("raw data of a body", () => {
  test("is its text under the content type it was sent with", () => {
    expect(rawOf(wire(Buffer.from("a=é"), "text/plain"), "anna")).toEqual({
      contentType: "text/plain",
      text: "a=é",
      person: "anna",
    });
    expect(rawOf(wire(Buffer.of()))).toEqual({
      contentType: "application/octet-stream",
      text: "",
      person: null,
    });
  });

  test("is byte for byte what came where that is no text, and says so", () => {
    const raw = rawOf(wire(LATIN1, "text/plain; charset=iso-8859-1"));
    expect(raw.contentType).toBe("text/plain; charset=iso-8859-1;base64");
    expect(Buffer.from(raw.text, "base64").equals(LATIN1)).toBe(true);
  });
});
