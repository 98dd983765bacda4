import type { Reactor } from "@underclaim/runtime";
import { expect, test } from "vitest";
import { allReactions } from "../../src/react/together.ts";
import type { SmsNative } from "../../src/native/types.ts";
import { Documents, inbound, kitWith, react } from "../support/standing-stage.ts";

const writes = (name: string): Reactor<SmsNative> => ({
  reads: () => [{ doc: [name] }],
  react: (_native, _targets, snapshot) => ({
    guards: [{ doc: [name], version: snapshot.doc([name])?.version ?? 0 }],
    docs: [{ put: [name], text: "{}" }],
  }),
});

test("where two parts of the adapter react to one event, both do", () => {
  const reactions = allReactions<SmsNative>(
    { "inbound.reply": writes("a") },
    { "inbound.reply": { ...writes("b"), urgent: true }, "inbound.help": writes("c") },
  );
  const documents = new Documents();
  react(reactions["inbound.reply"], inbound(kitWith(), "hello"), documents);
  expect(["a", "b", "c"].map((name) => documents.get([name]) !== null)).toEqual([
    true,
    true,
    false,
  ]);
  expect(reactions["inbound.reply"]?.urgent).toBe(true);
  expect(reactions["inbound.help"]?.urgent).toBeUndefined();
});
