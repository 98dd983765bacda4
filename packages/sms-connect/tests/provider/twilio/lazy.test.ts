import { createRequire } from "node:module";
import { ManualClock } from "@underclaim/runtime/testing";
import { expect, test } from "vitest";
import { twilioTransport } from "../../../src/provider/twilio/transport.ts";
import { twilioAccount } from "./account.ts";

const loaded = (): boolean =>
  Object.keys(createRequire(import.meta.url).cache).some((file) =>
    /[\\/]twilio[\\/]lib[\\/]/.test(file),
  );

test("the SDK is loaded when an account starts, not when it is configured", async () => {
  const transport = twilioTransport(twilioAccount(), {
    clock: new ManualClock(0),
    fetch: () => Promise.reject(new Error("nobody is asked")),
    publicUrl: null,
  });
  expect(loaded()).toBe(false);
  await transport.start?.({ receive: async () => undefined });
  expect(loaded()).toBe(true);
});
