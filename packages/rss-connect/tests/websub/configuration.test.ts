import { ConfigurationError } from "@underclaim/runtime";
import { expect, test } from "vitest";
import { testService } from "../support/service.ts";

const SUBSCRIPTION = {
  id: "partner",
  topic: "https://partner.example/feed",
  secret: "0123456789abcdef",
};
const PUBLIC = { public_url: "https://feeds.example.com" };

/** What is wrong with it, as the service says when it starts. */
async function problemsOf(configuration: Record<string, unknown>): Promise<string> {
  const started = await testService({ configuration }).then(
    () => "nothing",
    (error: unknown) => error,
  );
  return started instanceof ConfigurationError
    ? started.problems.map(({ path, message }) => `${path}: ${message}`).join("\n")
    : String(started);
}

test.each([
  ["public_url", { websub: { hub: { enabled: true } } }],
  ["public_url", { websub: { subscriptions: [SUBSCRIPTION] } }],
  ["websub.hub.lease", { ...PUBLIC, websub: { hub: { enabled: true, lease: "P60D" } } }],
  [
    "websub.subscriptions[0].secret",
    { ...PUBLIC, websub: { subscriptions: [{ ...SUBSCRIPTION, secret: "short" }] } },
  ],
  [
    "websub.subscriptions[1].id",
    { ...PUBLIC, websub: { subscriptions: [SUBSCRIPTION, SUBSCRIPTION] } },
  ],
  ["websub.networks", { websub: { networks: ["10.0.0.0/99"] } }],
  ["websub.hub.enabeld", { websub: { hub: { enabeld: true } } }],
])("what is wrong is named: %s", async (path, configuration) => {
  expect(await problemsOf(configuration)).toContain(path);
});

test("a registered subscriber's secret that WebSub has no room for is named", async () => {
  const subscriber = {
    id: "erp",
    kind: "participant_system",
    callback: "https://erp.example/callback",
    secret: "x".repeat(200),
  };
  const hub = { enabled: true, subscribers: [subscriber] };
  expect(await problemsOf({ ...PUBLIC, websub: { hub } })).toContain(
    "websub.hub.subscribers[0].secret",
  );
});

test("a registered subscriber without a secret is warned of: its answers are nobody's", async () => {
  const subscriber = { kind: "internal_system", callback: "https://erp.example/callback" };
  const subscribers = [
    { ...subscriber, id: "erp" },
    { ...subscriber, id: "desk", callback: "https://desk.example/callback", secret: "agreed" },
  ];
  const test = await testService({
    configuration: { ...PUBLIC, websub: { hub: { enabled: true, subscribers } } },
  });
  const warned = test
    .logged()
    .split("\n")
    .filter((line) => line.includes("no secret"));
  expect(warned.map((line) => (JSON.parse(line) as { subscriber: string }).subscriber)).toEqual([
    "erp",
  ]);
});

test.each(["no PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"])(
  "certificates that are none are named: %j",
  async (ca) => {
    expect(await problemsOf({ ...PUBLIC, websub: { ca } })).toContain("websub.ca");
  },
);
