import { expect, test } from "vitest";
import { answerOf, canElicit } from "../src/elicit.ts";

test.each([
  [undefined, false],
  [{}, false],
  [{ elicitation: undefined }, false],
  [{ elicitation: {} }, true],
  [{ elicitation: { form: {} } }, true],
  [{ elicitation: { form: {}, url: {} } }, true],
  [{ elicitation: { url: {} } }, false],
  [{ elicitation: "yes" }, false],
  ["elicitation", false],
])("a client that declares %j can ask: %s", (capabilities, can) => {
  expect(canElicit(capabilities)).toBe(can);
});

test.each([
  [{ action: "accept" }, "once"],
  [{ action: "accept", content: {} }, "once"],
  [{ action: "accept", content: { always: false } }, "once"],
  [{ action: "accept", content: { always: "true" } }, "once"],
  [{ action: "accept", content: { always: 1 } }, "once"],
  [{ action: "accept", content: { always: true } }, "always"],
  [{ action: "decline", content: { always: true } }, "no"],
  [{ action: "cancel" }, "dismissed"],
  [{ roots: [] }, "missing"],
  [{ role: "assistant", content: { type: "text", text: "accept" } }, "missing"],
  [undefined, "missing"],
])("%j is %s", (response, answer) => {
  expect(answerOf(response === undefined ? undefined : { approve: response })).toBe(answer);
});
