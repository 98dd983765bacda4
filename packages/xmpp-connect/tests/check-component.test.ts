import { expect, test } from "vitest";
import { checkXmpp } from "../src/check-configuration.ts";
import { XmppConfiguration } from "../src/configuration.ts";

const problemsOf = (account: object): readonly string[] =>
  checkXmpp(
    XmppConfiguration.parse({
      tenants: ["default"],
      accounts: [
        {
          kind: "component",
          account: "bridge",
          jid: "bridge.example.net",
          secret: "s",
          ...account,
        },
      ],
    }),
  ).map(({ path, message }) => `${path}: ${message}`);

test("a component on this host needs nothing more", () => {
  expect(problemsOf({})).toEqual([]);
});

test("a component's secret does not cross a network without TLS, unless it is said that the way is secured", () => {
  expect(problemsOf({ host: "xmpp.example.net" })).toEqual([
    expect.stringContaining("accounts[0].host: a component's connection has no TLS"),
  ]);
  expect(problemsOf({ host: "xmpp.example.net", trusted_network: true })).toEqual([]);
});

test("a component is a domain, and in no rooms", () => {
  expect(
    problemsOf({
      jid: "desk@bridge.example.net",
      rooms: [{ name: "ops", room: "ops@rooms.example.net", nick: "desk" }],
    }),
  ).toEqual([
    expect.stringContaining("accounts[0].rooms: a component is in no rooms"),
    expect.stringContaining("accounts[0].jid: a component is a domain"),
  ]);
});
