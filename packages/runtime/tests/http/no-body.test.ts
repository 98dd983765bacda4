// Requests that tell of no body at all: the server does not wait for one.
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { sendJson } from "../../src/http/index.ts";
import { ACME, harness, type HarnessOptions } from "./harness.ts";

/** What comes back over a connection, status first. */
async function answersTo(requests: readonly string[], options: HarnessOptions = {}) {
  const { app, runtime } = await harness(options);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const answers: string[] = [];
  for (const request of requests) {
    const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
    socket.write(
      [request, "host: x", `x-api-key: ${ACME}`, "connection: close", "", ""].join("\r\n"),
    );
    answers.push(await text(socket));
  }
  return { answers, runtime };
}

test.each([
  ["JSON", "content-type: application/json", 400, "The body is empty."],
  ["another type", "content-type: text/plain", 415, "Send the body as Content-Type"],
  ["no type", "accept: */*", 400, "was not understood"],
])("a POST that says %s is told what is missing", async (_says, field, status, detail) => {
  const { answers } = await answersTo([`POST /adapter/actions HTTP/1.1\r\n${field}`]);
  expect(answers[0]).toContain(`HTTP/1.1 ${status} `);
  expect(answers[0]).toContain(detail);
});

describe("where nothing of a body must be given", () => {
  const optional: HarnessOptions = {
    extraRoutes: ({ route }) => {
      for (const [path, body] of [
        ["/optional", z.strictObject({ pages: z.int().default(7) })],
        ["/needed", z.strictObject({ pages: z.int() })],
      ] as const)
        route({
          method: "POST",
          path,
          access: "open",
          summary: "Reads.",
          body,
          replies: { 200: { description: "Read." } },
          handler: (request, reply) => sendJson(reply, 200, request.body),
        });
    },
  };

  test.each([
    ["none", "accept: */*"],
    ["none that is called JSON", "content-type: application/json"],
    ["one without a byte", "content-type: application/json\r\ncontent-length: 0"],
  ])("%s is as good as an empty one", async (_says, field) => {
    const { answers } = await answersTo([`POST /optional HTTP/1.1\r\n${field}`], optional);
    expect(answers[0]).toContain("HTTP/1.1 200 ");
    expect(answers[0]).toContain('{"pages":7}');
  });

  test("what must be given is still asked for", async () => {
    const { app } = await harness(optional);
    const ask = async (url: string, payload?: string) => {
      const headers = payload === undefined ? {} : { "content-type": "application/json" };
      return (await app.inject({ method: "POST", url, headers, ...(payload && { payload }) }))
        .statusCode;
    };
    expect(await ask("/optional", '{"page":1}')).toBe(400);
    expect(await ask("/needed")).toBe(400);
  });

  test("the documentation says so", async () => {
    const { app } = await harness(optional);
    const { paths } = (await app.inject("/openapi.json")).json<{
      paths: Record<string, { post: { requestBody: { required: boolean } } }>;
    }>();
    expect(paths["/optional"]?.post.requestBody.required).toBe(false);
    expect(paths["/needed"]?.post.requestBody.required).toBe(true);
  });
});

test("a body that is read as it comes has an end", async () => {
  const { answers } = await answersTo(
    ["POST /read HTTP/1.1\r\ncontent-type: text/plain", "POST /read HTTP/1.1"],
    {
      extraRoutes: ({ app, routeIn }) => {
        void app.register(async (scope) => {
          scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
          routeIn(scope)({
            method: "POST",
            path: "/read",
            access: "open",
            summary: "Reads.",
            replies: { 200: { description: "Read." } },
            async handler({ body }, reply) {
              const read = body === undefined ? "none" : await text(body as NodeJS.ReadableStream);
              return reply.type("text/plain").send(`read: [${read}]`);
            },
          });
        });
      },
    },
  );
  expect(answers[0]).toContain("read: []");
  expect(answers[1]).toContain("read: [none]");
});

test("what no route knows is 404 all the same", async () => {
  const { answers } = await answersTo([
    "POST /nothing HTTP/1.1\r\ncontent-type: application/json",
    "DELETE /nothing HTTP/1.1\r\ncontent-type: application/json",
    "GET /nothing HTTP/1.1\r\ncontent-type: application/json",
  ]);
  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1.1 (?:404|400) /);
});

test("a provider's event without a body is received as one", async () => {
  const post = "POST /adapter/events/provider/test.signed/acme-1 HTTP/1.1";
  const { answers } = await answersTo([
    `${post}\r\ncontent-type: application/x-www-form-urlencoded`,
    `${post}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 0`,
  ]);
  const [none, empty] = answers.map((answer) => answer.replace(/^Date: .*$/m, ""));
  expect(none).toMatch(/^HTTP\/1\.1 \d/);
  expect(none).toBe(empty);
});
