import { turn, until } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";
import { linkKey } from "../../src/model/documents.ts";
import { NUMBER, routesStage, type RoutesStage } from "../support/routes-stage.ts";

const TARGET = "https://portal.example.com/access/secret-abc";
const BROWSER =
  "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36";
const LINKS = { links: { tracking: true, base_url: "https://sms.example", retention: "P30D" } };

let keys = 0;
async function sent(
  stage: RoutesStage,
  over: Record<string, unknown> = {},
): Promise<{ path: string; token: string; subject: string }> {
  keys += 1;
  const reply = await stage.call<{ metadata: { subject_ref: string } }>("POST", "/sms/send", {
    body: { idempotency_key: `k${keys}`, to: NUMBER, body: `Open ${TARGET}`, ...over },
  });
  expect(reply.status).toBe(202);
  const token = /\/l\/(\w+)/.exec(stage.sent.at(-1)?.body ?? "")?.[1] ?? "";
  return { path: `/l/${token}`, token, subject: reply.body.metadata.subject_ref };
}
const click = (
  stage: RoutesStage,
  path: string,
  userAgent: string | null = BROWSER,
  headers: Record<string, string> = {},
  method: "GET" | "HEAD" = "GET",
) =>
  stage.call(method, path, {
    tenant: null,
    headers: { "user-agent": userAgent ?? "", ...headers },
  });
const interactions = async (stage: RoutesStage) =>
  (await stage.events()).filter(({ event_type }) => event_type.startsWith("interaction."));

describe("a tracked link", () => {
  test("leads whoever follows it to its target, and nobody on the way keeps or passes it on", async () => {
    const stage = await routesStage(LINKS);
    const { path } = await sent(stage);
    expect(stage.sent[0]?.body).toMatch(/^Open https:\/\/sms\.example\/l\/[0-9A-Za-z]{17}$/);
    const reply = await click(stage, path);
    expect([reply.status, reply.headers["location"], reply.text]).toEqual([302, TARGET, ""]);
    expect(reply.headers).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex, nofollow",
    });
  });

  test("leads there with parameters that somebody on the way added", async () => {
    const stage = await routesStage(LINKS);
    const { path } = await sent(stage);
    expect((await click(stage, `${path}?fbclid=1`)).headers["location"]).toBe(TARGET);
  });

  test("followed like a person would is an unverified interaction about its message, durable before it is answered", async () => {
    const stage = await routesStage(LINKS);
    const { path, subject } = await sent(stage);
    await stage.clock.advance(60_000);
    await click(stage, path);
    expect(await interactions(stage)).toMatchObject([
      {
        event_type: "interaction.unverified_actor_interaction",
        evidence_grade: { strength: "medium", actor_certainty: "low" },
        actor_context: { identity_strength: "none" },
        metadata: {
          subject_ref: subject,
          link_id: "link_1",
          classification: "human_like_click",
          correlation_method: "reference",
        },
      },
    ]);
  });

  test("followed within seconds of being sent is of lower grade", async () => {
    const stage = await routesStage(LINKS);
    const { path } = await sent(stage);
    await stage.clock.advance(1_000);
    await click(stage, path);
    expect(await interactions(stage)).toMatchObject([
      {
        evidence_grade: { strength: "weak", interaction_certainty: "low" },
        metadata: { classification: "unverified_click", scanner_classification: "suspected" },
      },
    ]);
  });

  test.each<[string, string | null, Record<string, string>, "GET" | "HEAD"]>([
    ["a messenger's preview", "WhatsApp/2.23.20.0 A", {}, "GET"],
    ["a prefetch", BROWSER, { "sec-purpose": "prefetch" }, "GET"],
    ["a request for headers", BROWSER, {}, "HEAD"],
    ["a scanner", "Mozilla/5.0 (compatible; Proofpoint)", {}, "GET"],
  ])("asked for by %s is led on, and is no click", async (_, agent, headers, method) => {
    const stage = await routesStage(LINKS);
    const { path } = await sent(stage);
    await stage.clock.advance(60_000);
    const reply = await click(stage, path, agent, headers, method);
    expect([reply.status, reply.headers["location"]]).toEqual([302, TARGET]);
    expect((await interactions(stage)).map(({ event_type }) => event_type)).toEqual([
      "interaction.scanner_or_bot_interaction",
    ]);
  });

  test("asked for a hundred times in an hour is told of once", async () => {
    const stage = await routesStage(LINKS);
    const { path } = await sent(stage);
    await stage.clock.advance(60_000);
    for (let n = 0; n < 100; n += 1) await click(stage, path);
    expect(await interactions(stage)).toHaveLength(1);
  });

  test("is found with the punctuation that a handset takes for its end", async () => {
    const stage = await routesStage(LINKS);
    const { path } = await sent(stage);
    expect((await click(stage, `${path}.`)).status).toBe(302);
    expect((await click(stage, `${path}%29`)).status).toBe(302);
  });
});

describe("a link that has ended", () => {
  const LINK = {
    link_id: "portal",
    purpose: "open_action_surface",
    url: TARGET,
    expires_at: "2026-01-01T13:00:00Z",
  };

  test("leads nowhere, and that it was tried is told as that", async () => {
    const stage = await routesStage(LINKS);
    const { path } = await sent(stage, { action_links: [LINK] });
    await stage.clock.advance(3_600_000);
    const reply = await click(stage, path);
    expect([reply.status, reply.headers["location"], reply.text]).toEqual([
      410,
      undefined,
      "This link has ended.\n",
    ]);
    expect((await stage.events()).slice(-2)).toMatchObject([
      {
        event_type: "interaction.unverified_actor_interaction",
        metadata: { link_id: "portal", link_expired: true },
      },
      { event_type: "access.grant.denied" },
    ]);
  });
});

describe("a link that is not there", () => {
  test.each(["/l/AAAAAAAAAAAAAAAAA", "/l/short", "/l/..%2f..%2fetc", `/l/${"a".repeat(300)}`])(
    "(%s) is the same page for everybody, and no event",
    async (path) => {
      const stage = await routesStage(LINKS);
      const reply = await click(stage, path);
      expect([reply.status, reply.text, reply.headers["cache-control"]]).toEqual([
        404,
        "This link leads nowhere, or no longer.\n",
        "no-store",
      ]);
      expect(await stage.events()).toEqual([]);
    },
  );

  test("because its time has passed leads nowhere, and its document is gone", async () => {
    const stage = await routesStage(LINKS);
    const { path, token } = await sent(stage);
    const key = linkKey(token);
    const kept = async () => (await stage.store.load("default", [{ doc: key }])).doc(key);
    expect(await kept()).not.toBeNull();
    await stage.clock.advance(30 * 86_400_000, turn);
    await stage.events();
    expect(await kept()).toBeNull();
    expect((await click(stage, path)).status).toBe(404);
  });

  test("because its person was erased leads nowhere", async () => {
    const stage = await routesStage(LINKS);
    const { path } = await sent(stage);
    await stage.runtime.erase("default", stage.kit.numberId(NUMBER));
    expect((await click(stage, path)).status).toBe(404);
  });
});

describe("while the store is away", () => {
  test("nobody can be led anywhere, and is asked to come back", async () => {
    const stage = await routesStage(LINKS);
    const { path } = await sent(stage);
    stage.breakStore("load");
    const reply = await click(stage, path);
    expect([reply.status, reply.headers["retry-after"]]).toEqual([503, "5"]);
    expect(reply.text).toMatch(/Try again/);
    stage.breakStore();
    expect((await click(stage, path)).status).toBe(302);
  });

  test("for writing, a click is led on all the same, told to the log, and recorded when it is back", async () => {
    const stage = await routesStage(LINKS);
    const { path } = await sent(stage);
    await stage.clock.advance(60_000);
    stage.breakStore("commit");
    expect((await click(stage, path)).status).toBe(302);
    expect(stage.logged()).toContain("a link request was not recorded");
    expect(await interactions(stage)).toEqual([]);
    stage.breakStore();
    await stage.clock.advance(5_000, turn);
    await until(async () => (await interactions(stage)).length > 0);
    expect(await interactions(stage)).toHaveLength(1);
  });
});

test("tokens, targets and addresses are in no log and in no evidence", async () => {
  const stage = await routesStage({
    ...LINKS,
    raw: { enabled: true },
    links: { ...LINKS.links, keep_addresses: true },
  });
  const { path, token, subject } = await sent(stage);
  await stage.clock.advance(60_000);
  await click(stage, path);
  await click(stage, "/l/AAAAAAAAAAAAAAAAA");
  const timeline = JSON.stringify(await stage.runtime.timeline("default", subject));
  const said = stage.logged() + JSON.stringify(await stage.events()) + timeline;
  for (const secret of [token, "secret-abc", "127.0.0.1", "Pixel", NUMBER])
    expect(said).not.toContain(secret);
});

test.each([
  [true, "127.0.0.1"],
  [false, null],
])(
  "the address of a click is kept with raw data only where it is to be (%s)",
  async (keep, address) => {
    const stage = await routesStage({
      raw: { enabled: true },
      links: { ...LINKS.links, keep_addresses: keep },
    });
    const { path } = await sent(stage);
    await stage.clock.advance(60_000);
    await click(stage, path);
    const [event] = await interactions(stage);
    const native = await stage.runtime.native("default", event?.source_adapter_event_id ?? "");
    expect(JSON.parse(native?.raw?.text ?? "{}")).toMatchObject({
      ip_address: address,
      user_agent: keep ? BROWSER : null,
      url: TARGET,
    });
  },
);
