import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requestSend, type AuditEntry } from "../src/index.ts";
import { ANN, makeDesk, request, type Desk } from "./support.ts";

const logOf = ({ folder }: Desk): readonly AuditEntry[] =>
  readFileSync(join(folder, "audit/log.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as AuditEntry);

test("the intent is on disk before the message leaves, and the outcome after it", async () => {
  let atSend: readonly AuditEntry[] = [];
  const desk: Desk = makeDesk({
    outcome: async ({ id }) => {
      atSend = logOf(desk);
      return { outcome: "accepted", reference: `ref of ${id}` };
    },
  });
  const answer = await requestSend(desk.guards, request(ANN, "Hello Ann."));
  expect(atSend.map(({ result }) => result)).toEqual(["intent"]);
  expect(logOf(desk).map(({ result }) => result)).toEqual(["intent", "accepted_by_service"]);
  expect(answer).toMatchObject({ status: "settled", message: { state: "accepted", body: null } });
});

test("the audit has every key of the document, no text, and a hash that is keyed", async () => {
  const [one, other] = [makeDesk(), makeDesk({ settings: { previewCharacters: 5 } })];
  for (const desk of [one, other]) await requestSend(desk.guards, request(ANN, "yes, dear"));
  const [entry] = logOf(one);
  expect(Object.keys(entry ?? {})).toEqual(
    expect.arrayContaining([
      "timestamp",
      "skill",
      "action",
      "to",
      "body_hash",
      "body_preview",
      "triggered_by",
      "conversation_id",
      "result",
    ]),
  );
  expect(entry?.body_preview).toBe("");
  expect(entry?.body_hash).toMatch(/^hmac-sha256:[0-9a-f]{64}$/);
  const [second] = logOf(other);
  expect(second?.body_hash).not.toBe(entry?.body_hash);
  expect(second?.body_preview).toBe("yes, ");
});

test("what is refused is in the audit, too, without what is no address", async () => {
  const desk = makeDesk();
  await requestSend(desk.guards, request("not an address", "Hello."));
  await requestSend(desk.guards, request("eve@example.org", "Hello."));
  expect(logOf(desk).map(({ action, to, result }) => [action, to, result])).toEqual([
    ["refuse", "", "address_invalid"],
    ["refuse", "eve@example.org", "not_allowed"],
  ]);
});

test.each([
  ["refused", "refused_by_service", "denied"],
  ["not_sent", "not_sent", "denied"],
  ["unknown", "unknown", "settled"],
] as const)("a send that is %s ends as %s", async (outcome, result, status) => {
  const desk = makeDesk({ outcome: async () => ({ outcome, message: "So it is." }) });
  expect((await requestSend(desk.guards, request(ANN, "Hello."))).status).toBe(status);
  expect(logOf(desk).at(-1)?.result).toBe(result);
});

test("only what is proven not to be sent is not counted", async () => {
  const limits = { perMinute: 1, perHour: 9, perContactPerHour: 9, cooldownMs: 0 };
  for (const [outcome, second] of [
    ["not_sent", "not_sent"],
    ["unknown", "rate_limited"],
  ] as const) {
    const desk = makeDesk({
      settings: { limits },
      outcome: async () => ({ outcome, message: "" }),
    });
    await requestSend(desk.guards, request(ANN, "1"));
    expect(await requestSend(desk.guards, request(ANN, "2"))).toMatchObject({ reason: second });
  }
});

test("a sender that fails leaves it unknown, and it is not sent again", async () => {
  const desk = makeDesk({ outcome: () => Promise.reject(new Error("boom")) });
  const answer = await requestSend(desk.guards, request(ANN, "Hello."));
  expect(answer).toMatchObject({ status: "settled", message: { state: "unknown" } });
  expect(desk.sent).toHaveLength(1);
});

test("where the state fails once it was sent, that it was sent is said nevertheless", async () => {
  const desk = makeDesk();
  const failing = {
    ...desk.guards,
    messages: {
      ...desk.guards.messages,
      move: () => {
        throw new Error("disk full");
      },
    },
  };
  const answer = await requestSend(failing, request(ANN, "Hello."));
  expect(desk.sent).toHaveLength(1);
  expect(answer).toMatchObject({ status: "settled", message: { state: "accepted", body: null } });
});

test("where the limits fail once nothing was sent, the reason is still the service's", async () => {
  const desk = makeDesk({ outcome: async () => ({ outcome: "refused", message: "No." }) });
  const failing = {
    ...desk.guards,
    quotas: {
      ...desk.guards.quotas,
      release: () => {
        throw new Error("disk full");
      },
    },
  };
  const answer = await requestSend(failing, request(ANN, "Hello."));
  expect(answer).toMatchObject({ status: "denied", reason: "refused_by_service" });
  expect(logOf(desk).at(-1)?.result).toBe("refused_by_service");
});

test("the audit previews nothing of what was refused: it may be the very secret", async () => {
  const desk = makeDesk({
    settings: {
      previewCharacters: 50,
      content: { maxCharacters: 500, deniedPhrases: [], scan: async () => "a secret" },
    },
  });
  await requestSend(desk.guards, request(ANN, "hunter2 it is"));
  expect(logOf(desk)[0]).toMatchObject({ result: "content_refused", body_preview: "" });
});

test("the attribution is part of what is asked for and sent", async () => {
  const desk = makeDesk({ settings: { attribution: "Written by an assistant." } });
  await requestSend(desk.guards, request(ANN, "Hello."));
  expect(desk.sent[0]?.body).toBe("Hello.\n\nWritten by an assistant.");
});
