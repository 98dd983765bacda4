import { expect, test } from "vitest";
import { retryAfterMs } from "../../src/provider/http.ts";

test.each([
  ["30", 30_000],
  ["0.5", 500],
  ["1e300", 86_400_000],
  ["31536000", 86_400_000],
  ["-1", 7],
  ["soon", 7],
  ["", 7],
])("a Retry-After of %j is %d ms", (value, expected) => {
  expect(retryAfterMs(new Headers({ "retry-after": value }), 7)).toBe(expected);
});
