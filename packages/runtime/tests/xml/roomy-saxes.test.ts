import { setFlagsFromString } from "node:v8";
import { runInThisContext } from "node:vm";
import { expect, test } from "vitest";
import { RoomySaxes } from "../../src/xml/roomy-saxes.ts";

const EVENTS = [
  "error",
  "xmldecl",
  "doctype",
  "comment",
  "processinginstruction",
  "opentag",
  "text",
  "cdata",
  "closetag",
] as const;

test("a parser with all its handlers has fields and is no dictionary", () => {
  setFlagsFromString("--allow-natives-syntax");
  const hasFields = runInThisContext("(object) => %HasFastProperties(object)") as (
    object: object,
  ) => boolean;
  // It is compiled when it is called.
  hasFields({});
  setFlagsFromString("--no-allow-natives-syntax");
  // The first of a class are planned with more room than those after them.
  for (let count = 0; count < 20; count += 1) {
    const parser = new RoomySaxes({ xmlns: true, position: false });
    for (const event of EVENTS) parser.on(event, () => undefined);
    expect(hasFields(parser)).toBe(true);
  }
});
