import { beforeEach, describe, expect, it } from "vitest";
import { leavesNothing } from "../support/leaves-nothing.ts";
import { content, EXAMPLE_ACTION, publish } from "../support/requests.ts";
import { testService, type Answer, type Problem, type TestService } from "../support/service.ts";

let test: TestService;
beforeEach(async () => {
  test = await testService();
});

const paths = ({ body }: Answer<Problem>): string[] => body.problems.map(({ path }) => path);

async function notUnderstood(body: unknown, code = "malformed_request"): Promise<Answer<Problem>> {
  const answer = await leavesNothing(test, () => test.act(body));
  expect(answer.status).toBe(400);
  expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
  expect(answer.body.type).toBe(`urn:underclaim:problem:${code}`);
  return answer;
}

describe("what is no request is answered 400 with the place", () => {
  it.each([
    ["nothing", "", /empty/],
    ["text", "SECRET-BODY", /stops being JSON at line 1, column 1/],
    ["half an object", '{"request_id":\n "SECRET-BODY"', /line 2/],
    ["two objects", "{}{}", /line 1, column 3/],
    ["a key that poisons", '{"__proto__": {"a": 1}}', /not allowed/],
    ["nesting without end", `${"[".repeat(5_000)}${"]".repeat(5_000)}`, /deeper than 64/],
  ])("%s", async (_what, body, detail) => {
    expect((await notUnderstood(body, "malformed_json")).body.detail).toMatch(detail);
  });

  it.each([
    ["a list", []],
    ["null", null],
    ["a number", 7],
  ])("%s", async (_what, body) => {
    await notUnderstood(JSON.stringify(body));
  });
});

it("what is too large is answered 413", async () => {
  const answer = await leavesNothing(test, () =>
    test.act(publish({ content: content({ body_text: "x".repeat(1_100_000) }) })),
  );
  expect([answer.status, answer.body.type]).toEqual([413, "urn:underclaim:problem:body_too_large"]);
});

it("what is not JSON by its type is answered 415", async () => {
  const answer = await leavesNothing(test, () =>
    test.post("/adapter/actions", EXAMPLE_ACTION, { "content-type": "text/plain" }),
  );
  expect(answer.status).toBe(415);
});

describe("wrong types and missing fields are answered 400, each with its path", () => {
  it.each([
    ["request_id", 7],
    ["coordination_case_id", ""],
    ["tracking_context", "corr"],
    ["tracking_context.correlation_id", 1],
    ["tracking_context.coordination_case_id", "another_case"],
    ["content.action_links[0].url", 1],
    ["content.action_links[0].tokenized", "no"],
    ["content.body_text", { html: "SECRET-BODY" }],
    ["target_endpoint.endpoint_type", null],
    ["payload_ref.ref_id", 1],
    ["idempotency_key", ["SECRET-BODY"]],
    ["requested_at", "yesterday"],
    ["requested_at", "2026-02-30T00:00:00Z"],
    ["expires_at", "2026-13-01T00:00:00Z"],
    ["content.action_links[0].expires_at", "soon"],
    ["policy_context.payload_sensitivity", "top-secret"],
    ["parameters", "none"],
    ["parameters.guid", 7],
    ["parameters.enclosures", "a.pdf"],
  ])("%s = %j", async (path, value) => {
    expect(paths(await notUnderstood(withValue(path, value)))).toContain(path);
  });

  it.each(["parameters.no_such_field", "no_such_field", "content.no_such_field"])(
    "the unknown field %s, by its path",
    async (field) => {
      const { body } = await notUnderstood(withValue(field, "SECRET-BODY"));
      expect(body.problems).toEqual([
        { path: field, message: "There is no field of this name here." },
      ]);
    },
  );

  const base = {
    "feed.publish_item": EXAMPLE_ACTION,
    "feed.update_item": {
      ...EXAMPLE_ACTION,
      action_type: "feed.update_item",
      parameters: { guid: "a" },
    },
    "feed.remove_item": {
      ...EXAMPLE_ACTION,
      action_type: "feed.remove_item",
      parameters: { guid: "a" },
    },
    "notification.register_tracking_context": {
      ...EXAMPLE_ACTION,
      action_type: "notification.register_tracking_context",
      tracking_context: {
        ...EXAMPLE_ACTION.tracking_context,
        external_context: [{ key: "k", value: "v" }],
      },
    },
  };
  const common = [
    "request_id",
    "action_type",
    "coordination_case_id",
    "tracking_context",
    "idempotency_key",
    "requested_at",
  ];

  it.each(
    Object.entries(base).flatMap(([type, request]) =>
      common.map((field) => [type, field, request] as const),
    ),
  )("%s without %s", async (_type, field, request) => {
    const { [field as keyof typeof request]: _left, ...rest } = request;
    expect(paths(await notUnderstood(rest))).toContain(field);
  });

  it.each(["feed.publish_item", "feed.update_item"] as const)(
    "%s without content and payload",
    async (type) => {
      const { content: _content, payload_ref: _payload, ...rest } = base[type];
      expect(paths(await notUnderstood(rest))).toEqual(["content"]);
    },
  );

  it("a tracking context without a reference", async () => {
    expect(
      paths(
        await notUnderstood({
          ...base["notification.register_tracking_context"],
          tracking_context: EXAMPLE_ACTION.tracking_context,
        }),
      ),
    ).toEqual(["tracking_context.external_context"]);
  });
});

it.each(["adapter:rss-connect.default", "local:item_1"])(
  "the reserved case %s is refused at its path",
  async (name) => {
    const answer = await notUnderstood({
      ...EXAMPLE_ACTION,
      coordination_case_id: name,
      tracking_context: { ...EXAMPLE_ACTION.tracking_context, coordination_case_id: name },
    });
    expect(paths(answer)).toEqual(["coordination_case_id"]);
  },
);

it.each(["feed.publish_newspaper", "notification.send", "__proto__", "toString"])(
  "the unknown action %s is refused, naming what there is",
  async (type) => {
    const answer = await notUnderstood({ ...EXAMPLE_ACTION, action_type: type });
    expect(paths(answer)).toEqual(["action_type"]);
    expect(JSON.stringify(answer.body)).toContain("feed.publish_item");
  },
);

function withValue(path: string, value: unknown): object {
  const request: object = structuredClone(EXAMPLE_ACTION);
  const steps = path.split(/[.[\]]+/).filter((step) => step !== "");
  const last = steps.pop() ?? "";
  let at: object = request;
  for (const step of steps) {
    if (Reflect.get(at, step) === undefined) Reflect.set(at, step, {});
    at = Reflect.get(at, step) as object;
  }
  Reflect.set(at, last, value);
  return request;
}
