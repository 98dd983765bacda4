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

const nodes = (...settings: readonly object[]) => ({
  nodes: settings.map((each, index) => ({
    name: `news${index}`,
    service: "bridge.example.net",
    node: `news${index}`,
    ...each,
  })),
});

test("a component serves nodes of its own to everybody, or to a list", () => {
  expect(
    problemsOf(
      nodes({ access_model: "open" }, { allowed: ["ann@example.org", "staff.example.org"] }),
    ),
  ).toEqual([]);
});

test("what a component cannot do for a node of its own is refused, each by its setting", () => {
  expect(
    problemsOf(
      nodes(
        { access_model: "presence", create: true, subscribe: true, publish_model: "open" },
        { node: "news0", allowed: ["ann@example.org/phone"] },
      ),
    ),
  ).toEqual([
    expect.stringContaining("accounts[0].nodes[0].access_model: a component that serves a node"),
    expect.stringContaining("accounts[0].nodes[0].publish_model: "),
    expect.stringContaining("accounts[0].nodes[0].create: "),
    expect.stringContaining("accounts[0].nodes[0].subscribe: "),
    expect.stringContaining("accounts[0].nodes[1].allowed[0]: must be a bare JID"),
    expect.stringContaining("accounts[0].nodes[1].node: accounts[0].nodes[0] is the same node"),
  ]);
});

test("a list of who may read is for nodes that a component serves itself", () => {
  expect(
    problemsOf(nodes({ service: "pubsub.example.net", allowed: ["ann@example.org"] })),
  ).toEqual([expect.stringContaining("accounts[0].nodes[0].allowed: is for nodes")]);
});
