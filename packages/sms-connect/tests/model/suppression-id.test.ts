import fc from "fast-check";
import { expect, test } from "vitest";
import { SmsScopeKind } from "../../src/model/scope.ts";
import { isNumberId, readSuppressionId, suppressionId } from "../../src/model/suppression-id.ts";
import { SmsSuppressionType } from "../../src/model/suppression.ts";
import { HANDSET, numberId } from "../support/standing-stage.ts";

const number = numberId(HANDSET);

test("a suppression's id leads back to it, whatever its scope is called", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SmsScopeKind.options),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 256 }),
      fc.constantFrom(...SmsSuppressionType.options),
      (kind, text, type) => {
        const value = ["global", "tenant"].includes(kind) ? null : text;
        const name = { number, scope: { kind, value }, type };
        const id = suppressionId(name);
        expect(readSuppressionId(id)).toEqual(name);
        expect(id).toMatch(/^[A-Za-z0-9_.-]+$/);
      },
    ),
    { seed: 7102 },
  );
});

test.each([
  "",
  HANDSET,
  number,
  `${number}.tenant`,
  `${number}.tenant.opt_out.eA`,
  `${number}.purpose.opt_out`,
  `${number}.tenant.opt_out.`,
  `${number}.tenant.opt_out.%%`,
  `${number}.village.opt_out`,
  `${number}.tenant.whim`,
  `${number}.purpose.opt_out.eA.eA`,
  `${number}.purpose.opt_out.eB`,
  `${HANDSET}.tenant.opt_out`,
])("what is no id is none: %s", (id) => {
  expect(readSuppressionId(id)).toBeNull();
});

test("any text is read without a throw", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      expect(readSuppressionId(text)).toBeNull();
    }),
    { seed: 7102 },
  );
});

test("a pseudonym is told from a number", () => {
  expect(isNumberId(number)).toBe(true);
  expect(isNumberId(HANDSET)).toBe(false);
  // As somebody else might name an endpoint: nothing is sent under such a name, so nothing may be suppressed under it.
  expect(isNumberId("user_0123456789abcdef0123456789abcdef")).toBe(false);
  expect(isNumberId("ep_0123456789abcdef")).toBe(false);
});
