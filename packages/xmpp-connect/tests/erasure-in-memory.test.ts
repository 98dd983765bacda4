import { expect, onTestFinished, test } from "vitest";
import { jidOf } from "../src/model/jid.ts";
import { xmppDriver } from "../src/testing/index.ts";

test("an erasure reaches the addresses that are remembered in memory", async () => {
  const driver = xmppDriver();
  onTestFinished(() => driver.close());
  await driver.reset({ clock: "2026-01-01T12:00:00Z", configuration: {}, documents: [] });
  const read = jidOf("somebody@xmpp.test/phone");
  // The same object: it was remembered.
  expect(jidOf("somebody@xmpp.test/phone")).toBe(read);
  await driver.life().runtime.erase("default", "somebody@xmpp.test");
  expect(jidOf("somebody@xmpp.test/phone")).not.toBe(read);
  expect(jidOf("somebody@xmpp.test/phone")).toEqual(read);
});
