import { once } from "node:events";
import { connect, type AddressInfo } from "node:net";
import { setImmediate } from "node:timers/promises";
import type { FastifyRequest } from "fastify";
import { expect, test } from "vitest";
import { z } from "zod";
import { Refusal, type ReadyAnswer } from "../../src/http/index.ts";
import { harness, type HarnessOptions } from "./harness.ts";

const BODY = Buffer.from("ready");
const READY: ReadyAnswer = {
  status: 200,
  headers: ["content-type", "text/plain; charset=utf-8", "content-length", "5"],
  body: BODY,
};

/** `/things/:thing`: what the function answers at once, or else "handled". */
const service = (
  answer: (request: FastifyRequest) => ReadyAnswer | null,
  { access = "open", ...options }: HarnessOptions & { access?: "open" | "actions:read" } = {},
) =>
  harness({
    ...options,
    extraRoutes: ({ route }) =>
      route({
        method: "GET",
        path: "/things/:thing",
        access,
        summary: "A thing.",
        params: z.strictObject({ thing: z.string().max(5) }),
        replies: { 200: { description: "It." } },
        atOnce: answer,
        handler: (_request, reply) => reply.type("text/plain; charset=utf-8").send("handled"),
      }),
  });
const unless = (thing: string) => (request: FastifyRequest) =>
  (request.params as { thing: string }).thing === thing ? null : READY;

test("what is ready is answered without the handler, and the parameters are checked only for the handler", async () => {
  const { ask } = await service(unless("absent-and-long"));
  const ready = await ask({ url: "/things/any-and-long" });
  expect([ready.status, ready.text, ready.headers["content-type"]]).toEqual([
    200,
    "ready",
    "text/plain; charset=utf-8",
  ]);
  expect((await ask({ url: "/things/absent-and-long" })).status).toBe(400);
});

test("what is not ready is the handler's", async () => {
  const { ask } = await service(() => null);
  expect((await ask({ url: "/things/one" })).text).toBe("handled");
});

test("who may not ask is refused before anything is looked for", async () => {
  const asked: string[] = [];
  const { ask } = await service(
    ({ url }) => {
      asked.push(url);
      return READY;
    },
    { access: "actions:read" },
  );
  expect((await ask({ url: "/things/one", headers: {} })).status).toBe(401);
  expect(asked).toEqual([]);
  expect((await ask({ url: "/things/one" })).text).toBe("ready");
});

test("an answer at once counts as the handler's does, under the route's template", async () => {
  const { ask } = await service(unless("slow"), { prefix: "/here" });
  for (const thing of ["one", "slow", "two", "slow"]) await ask({ url: `/here/things/${thing}` });
  await ask({ method: "HEAD", url: "/here/things/one" });
  await ask({ method: "HEAD", url: "/here/things/slow" });
  const { text } = await ask({ url: "/here/metrics" });
  const counted = (method: string) =>
    `underclaim_http_request_duration_seconds_count{method="${method}",route="/here/things/:thing",status="200"}`;
  expect(text).toContain(`${counted("GET")} 4\n`);
  expect(text).toContain(`${counted("HEAD")} 2\n`);
});

test.each<[string, () => ReadyAnswer, number, string]>([
  [
    "a fault",
    () => {
      throw new Error("CANARY");
    },
    500,
    "internal_error",
  ],
  [
    "a refusal",
    () => {
      throw new Refusal("conflict", { detail: "Not now." });
    },
    409,
    "conflict",
  ],
  [
    "a header that cannot be sent",
    () => ({ ...READY, headers: ["x-note", "CANARY\r\nset-cookie: a=b"] }),
    500,
    "internal_error",
  ],
  ["a header without its value", () => ({ ...READY, headers: ["x-note"] }), 500, "internal_error"],
])(
  "%s is answered as a problem, and the connection goes on",
  async (_what, answer, status, code) => {
    let broken = true;
    const { app, logged } = await service(() => (broken ? answer() : READY));
    await app.listen({ host: "127.0.0.1", port: 0 });
    const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
    const ask = async (): Promise<string> => {
      socket.write("GET /things/one HTTP/1.1\r\nhost: x\r\n\r\n");
      const [chunk] = (await once(socket, "data")) as [Buffer];
      return chunk.toString();
    };
    const problem = await ask();
    expect(problem).toMatch(new RegExp(`^HTTP/1.1 ${status} (?!OK)`));
    expect(problem).toContain(`urn:underclaim:problem:${code}`);
    expect(problem).not.toContain("CANARY");
    if (status === 500) expect(logged()).toContain("unexpected failure");
    broken = false;
    expect(await ask()).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*\r\n\r\nready$/);
    socket.destroy();
  },
);

test("while the server closes, either answer is the last on its connection", async () => {
  const { app } = await service(unless("slow"), { prefix: "/here" });
  const gate = Promise.withResolvers<string>();
  const held = Promise.withResolvers<undefined>();
  app.get("/held", () => {
    held.resolve(undefined);
    return gate.promise;
  });
  let closing = false;
  app.addHook("preClose", (done) => {
    closing = true;
    done();
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  socket.write("GET /held HTTP/1.1\r\nhost: x\r\n\r\n");
  await held.promise;
  const closed = app.close();
  while (!closing) await setImmediate();
  const requested = once(app.server, "request");
  socket.write("GET /here/things/one HTTP/1.1\r\nhost: x\r\n\r\n");
  await requested;
  gate.resolve("let go");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(socket, "close");
  await closed;
  expect(Buffer.concat(chunks).toString()).toMatch(/let go[^]*connection: close[^]*ready$/i);
});
