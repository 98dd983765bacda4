import { Writable } from "node:stream";
import { inspect } from "node:util";
import { UnderclaimError } from "@underclaim/contract";
import { describe, expect, test } from "vitest";
import { auditLog, createLog, Jid, Phone, Redacted, Secret } from "../../src/log/index.ts";
import type { LogLevel } from "../../src/log/index.ts";

function log(level: LogLevel = "trace") {
  let text = "";
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  return { log: createLog({ level, name: "svc", destination }), text: () => text };
}

const lines = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe.each([
  ["Secret", new Secret("CANARY"), "[secret]"],
  ["Phone", new Phone("CANARY"), "[phone]"],
  ["Jid", new Jid("CANARY"), "[jid]"],
  ["Redacted", new Redacted("CANARY"), "[redacted]"],
])("%s", (_name, value, label) => {
  test("prints its label wherever it is printed", () => {
    const { log: logger, text } = log();
    logger.info(
      { value, nested: { list: [value] } },
      `template ${String(value)} %s %o %j`,
      value,
      value,
      value,
    );
    logger.info(value);
    const printed = [
      `${String(value)}`,
      JSON.stringify({ value }),
      inspect({ value }, { showHidden: true, depth: 9 }),
      new Error(`about ${String(value)}`).message,
      text(),
    ];
    for (const each of printed) {
      expect(each).toContain(label);
      expect(each).not.toContain("CANARY");
    }
    expect(value.reveal()).toBe("CANARY");
  });
});

describe("an error in the log", () => {
  test("of ours has its code and message; of others neither message nor value", () => {
    const { log: logger, text } = log();
    let parse: unknown;
    try {
      JSON.parse('{"CANARY": x}');
    } catch (error) {
      parse = error;
    }
    logger.error(
      { err: new UnderclaimError("store_gone", "The disk is full.", { cause: parse }) },
      "failed",
    );
    logger.error({ err: parse });
    logger.error(parse);
    const [ours, theirs, bare] = lines(text());
    expect(ours).toMatchObject({
      level: "error",
      name: "svc",
      msg: "failed",
      err: { code: "store_gone", message: "The disk is full.", cause: { type: "SyntaxError" } },
    });
    expect([theirs?.msg, bare?.msg]).toEqual(["error", "error"]);
    expect(text()).not.toContain("CANARY");
  });

  test("keeps its frames, even where the message looks like one", () => {
    const { log: logger, text } = log();
    logger.error({ err: new Error("first\n    at CANARY (secret.ts:1:1)") }, "failed");
    const [line] = lines(text());
    expect(JSON.stringify(line)).toContain("logger.test.ts");
    expect(text()).not.toContain("CANARY");
  });
});

test("a request is logged by method and route, and fields that hold content are dropped", () => {
  const { log: logger, text } = log();
  const request = {
    id: "req-1",
    method: "GET",
    url: "/CANARY?CANARY",
    headers: { authorization: "CANARY" },
    body: "CANARY",
    routeOptions: { url: "/things/:id" },
  };
  logger.info({ req: request, headers: request.headers, Body: "CANARY", url: request.url }, "seen");
  expect(lines(text())[0]).toMatchObject({
    req: { id: "req-1", method: "GET", route: "/things/:id" },
    headers: "[dropped]",
    Body: "[dropped]",
    url: "[dropped]",
  });
  expect(text()).not.toContain("CANARY");
});

test("the audit log is written whatever the level is", () => {
  const { log: logger, text } = log("silent");
  logger.error("not this");
  auditLog(logger)({ event: "action.accepted", tenant: "acme", operation: "op_1" });
  expect(lines(text())).toMatchObject([
    {
      audit: true,
      msg: "action.accepted",
      event: "action.accepted",
      tenant: "acme",
      operation: "op_1",
    },
  ]);
});
