import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EMITTED } from "../../src/evidence/ceiling.ts";
import { DlrClassification } from "../../src/model/delivery-receipt.ts";
import { SmsAttemptState } from "../../src/model/sms-attempt.ts";
import { FAIL, SUCCESS, UNDEF } from "../../src/model/subclasses.ts";
import { RECEIPTS } from "../../src/native/receipt-classes.ts";

const vocabulary = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../../golden/vocabulary/sms.json"), "utf8"),
) as Record<string, string[]>;

test("the vocabulary has every subclass, state and receipt class of the model", () => {
  expect(vocabulary["subclass"]).toEqual([...SUCCESS, ...FAIL, ...UNDEF]);
  expect(vocabulary["state"]).toEqual(SmsAttemptState.options);
  expect(vocabulary["receipt"]).toEqual(DlrClassification.options);
});

test("the vocabulary has every event that is emitted, and the one that is named and never is", () => {
  expect(vocabulary["signal"]?.toSorted()).toEqual(
    [...EMITTED, "interaction.authenticated_actor_interaction"].toSorted(),
  );
});

test("every receipt class of §19 is the class of some receipt", () => {
  const used = new Set<string>(Object.values(RECEIPTS).map(({ dlr }) => dlr));
  expect(DlrClassification.options.filter((each) => !used.has(each))).toEqual([]);
});
