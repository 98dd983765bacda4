import { describe, expect, it } from "vitest";
import {
  CaptureError,
  type CaptureScope,
  hasCapture,
  resolveCaptures,
} from "@underclaim/contract/golden";

const scope: CaptureScope = {
  resolve: async (root, path) => `${root}:${path.join("/")}`,
};
const values = (value: unknown): CaptureScope => ({ resolve: async () => value });

describe("captures", () => {
  it("are found anywhere inside a value, keys left alone", async () => {
    const found = await resolveCaptures(
      {
        a: ["{{action[0].adapter_operation_id}}"],
        b: { c: "x-{{operation.refs.stanza_id}}-y" },
        d: 1,
      },
      scope,
    );
    expect(found).toEqual({
      a: ["action:0/adapter_operation_id"],
      b: { c: "x-operation:refs/stanza_id-y" },
      d: 1,
    });
  });

  it("name header fields as they are written", async () => {
    expect(await resolveCaptures("{{response[2].headers.content-type}}", scope)).toBe(
      "response:2/headers/content-type",
    );
  });

  it("keep the type of what they name when they stand alone", async () => {
    expect(await resolveCaptures("{{action[0].n}}", values(7))).toBe(7);
    expect(await resolveCaptures("n={{action[0].n}}", values(7))).toBe("n=7");
  });

  it("leave other text in double braces alone", async () => {
    const text = "Hello {{name}}, {{any}}, {{actions}}";
    expect(await resolveCaptures(text, scope)).toBe(text);
    expect(hasCapture(text)).toBe(false);
  });

  it.each([
    ["capture_unresolved", "{{action[9].x}}", undefined],
    ["capture_unresolved", "{{action[9].x}}", null],
    ["capture_not_text", "a {{operation.refs}}", {}],
    ["capture_malformed", "{{action[x].y}}", "value"],
  ])("fail with %s for %s", async (code, text, value) => {
    const failed = resolveCaptures(text, values(value));
    await expect(failed).rejects.toBeInstanceOf(CaptureError);
    await expect(failed).rejects.toMatchObject({ code });
  });

  it("can be looked for by what they name", () => {
    const step = { native: { body: { etag: "{{response[0].headers.etag}}" } } };
    expect(hasCapture(step)).toBe(true);
    expect(hasCapture(step, ["response"])).toBe(true);
    expect(hasCapture(step, ["native", "action"])).toBe(false);
  });
});
