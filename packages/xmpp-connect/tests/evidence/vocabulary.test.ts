import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EMITTED } from "../../src/evidence/ceiling.ts";
import { FAIL, SUCCESS, UNDEF } from "../../src/model/subclasses.ts";
import { XmppAttemptState } from "../../src/model/xmpp-attempt.ts";
import { STANZA_ERRORS } from "../../src/native/stanza-errors.ts";

const vocabulary = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../../golden/vocabulary/xmpp.json"), "utf8"),
) as Record<string, string[]>;

test("the vocabulary has every subclass, state and condition of the model", () => {
  expect(vocabulary["subclass"]).toEqual([...SUCCESS, ...FAIL, ...UNDEF]);
  expect(vocabulary["state"]).toEqual(XmppAttemptState.options);
  expect(vocabulary["condition"]).toEqual(Object.keys(STANZA_ERRORS));
});

test("the vocabulary has every event that is emitted", () => {
  expect(vocabulary["signal"]).toEqual(EMITTED);
});
