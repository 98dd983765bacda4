import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide, release, requestSend, workOff, type Choice } from "../src/index.ts";
import { ANN, BOB, makeDesk, request, settingsWith, type Desk } from "./support.ts";

const asking = (more: Parameters<typeof makeDesk>[0] = {}): Desk =>
  makeDesk({ ...more, settings: { confirmFirstContact: true, ...more.settings } });

async function pending({ guards }: Desk, to = ANN, body = "Hello.", principal = "local") {
  const answer = await requestSend(guards, request(to, body, principal));
  if (answer.status !== "pending") throw new Error(`It is ${answer.status}.`);
  return answer.message;
}
const approve = (desk: Desk, id: string, choice: Choice = "once") =>
  decide(desk.guards, { id, choice, by: "terminal" });

describe("a first contact", () => {
  test("is asked for; once sends once and asks again, always sends from then on, until it is revoked", async () => {
    const desk = asking();
    const first = await pending(desk);
    expect(desk.sent).toEqual([]);
    expect(approve(desk, first.id).ok).toBe(true);
    expect(await release(desk.guards, first.id)).toMatchObject({ status: "settled" });
    const second = await pending(desk, ANN, "Hello again.");
    approve(desk, second.id, "always");
    await release(desk.guards, second.id);
    const third = await requestSend(desk.guards, request(ANN, "And again."));
    expect(third.status).toBe("settled");
    expect(desk.sent.map(({ body }) => body)).toEqual(["Hello.", "Hello again.", "And again."]);
    await pending(desk, BOB);
    expect(desk.guards.contacts.revoke(ANN)).toBe(true);
    await pending(desk, ANN, "Still there?");
  });

  test("whose release cannot be kept gets nothing, and that is settled", async () => {
    const desk = asking();
    const { id } = await pending(desk);
    approve(desk, id, "always");
    const full = (): never => {
      throw new Error("disk full");
    };
    const failing = { ...desk.guards, contacts: { ...desk.guards.contacts, trust: full } };
    expect(await release(failing, id)).toMatchObject({ reason: "state_unavailable" });
    expect(desk.guards.messages.get(id)).toMatchObject({ state: "denied", body: null });
    expect(desk.sent).toEqual([]);
  });

  test("no is no, and the text is forgotten", async () => {
    const desk = asking();
    const { id } = await pending(desk);
    approve(desk, id, "no");
    expect(await release(desk.guards, id)).toBeNull();
    expect(desk.guards.messages.get(id)).toMatchObject({ state: "declined", body: null });
    expect(desk.sent).toEqual([]);
  });

  test("the same message again is the same question", async () => {
    const desk = asking();
    expect((await pending(desk)).id).toBe((await pending(desk)).id);
  });

  test("no more questions wait than is configured", async () => {
    const desk = asking({ settings: { maxPending: 2 } });
    await pending(desk, ANN, "1");
    await pending(desk, ANN, "2");
    expect(await requestSend(desk.guards, request(ANN, "3"))).toMatchObject({
      status: "denied",
      reason: "too_many_pending",
    });
  });
});

test("nobody is asked more often than is configured, whatever was answered", async () => {
  const desk = asking({ settings: { questionsPerHour: 2 } });
  for (const text of ["1", "2"]) approve(desk, (await pending(desk, ANN, text)).id, "no");
  expect(await requestSend(desk.guards, request(ANN, "3"))).toMatchObject({
    status: "denied",
    reason: "too_many_questions",
    retryAfterMs: 3_600_000,
  });
});

test("in draft mode every message is asked for, and nobody is released for good", async () => {
  const desk = asking({ settings: { draft: true } });
  const { id } = await pending(desk);
  approve(desk, id, "always");
  await release(desk.guards, id);
  expect(desk.sent).toHaveLength(1);
  expect(desk.guards.contacts.list()).toEqual([]);
  await pending(desk, ANN, "Hello again.");
});

describe("an approval", () => {
  test("is good for one send, whoever redeems it and however often at once", async () => {
    const desk = asking();
    const other = makeDesk({
      folder: desk.folder,
      time: desk.time,
      settings: desk.guards.settings,
    });
    const { id } = await pending(desk);
    approve(desk, id);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        release(index % 2 === 0 ? desk.guards : other.guards, id),
      ),
    );
    expect(answers.filter((each) => each !== null)).toHaveLength(1);
    expect([...desk.sent, ...other.sent]).toHaveLength(1);
  });

  test("cannot be decided twice, nor turned round", async () => {
    const desk = asking();
    const { id } = await pending(desk);
    approve(desk, id, "no");
    expect(approve(desk, id)).toMatchObject({ ok: false, reason: "approval_invalid" });
    expect(await release(desk.guards, id)).toBeNull();
  });

  test("is of one principal and one message", async () => {
    const desk = asking();
    const message = await pending(desk);
    const other = await pending(desk, ANN, "Send me money.");
    const by = "elicitation";
    const choice = "once";
    expect(decide(desk.guards, { id: message.id, choice, by, principal: "mallory" }).ok).toBe(
      false,
    );
    expect(decide(desk.guards, { id: message.id, choice, by, digest: other.digest }).ok).toBe(
      false,
    );
    expect(decide(desk.guards, { id: "guessed", choice, by }).ok).toBe(false);
    expect(decide(desk.guards, { id: message.id, choice, by, digest: message.digest }).ok).toBe(
      true,
    );
  });

  test("sends nothing that was changed meanwhile", async () => {
    const desk = asking();
    for (const change of [
      { body: "Send me money." },
      { address: BOB },
      { kind: "room" as const },
    ]) {
      const { id } = await pending(desk, ANN, JSON.stringify(change));
      approve(desk, id);
      const { messages } = desk.guards;
      const tampered = {
        ...desk.guards,
        messages: {
          ...messages,
          move: (...args: Parameters<typeof messages.move>) => {
            const moved = messages.move(...args);
            return moved === null || args[2] !== "sending" ? moved : { ...moved, ...change };
          },
        },
      };
      expect(await release(tampered, id)).toMatchObject({ reason: "approval_invalid" });
    }
    expect(desk.sent).toEqual([]);
  });

  test("expires in time that passes, not by the wall clock", async () => {
    const desk = asking();
    const { id } = await pending(desk);
    desk.time.wallMs += 86_400_000;
    expect(approve(desk, id).ok).toBe(true);
    desk.time.wallMs -= 2 * 86_400_000;
    desk.time.monotonicMs += 600_000;
    expect(await release(desk.guards, id)).toMatchObject({ reason: "approval_invalid" });
    const late = await pending(desk, ANN, "Late.");
    desk.time.pass(600_000);
    expect(approve(desk, late.id)).toMatchObject({ ok: false });
    expect(desk.guards.messages.get(late.id)?.state).toBe("expired");
    expect(desk.sent).toEqual([]);
  });

  test("outlives the process: another one sends it, once", async () => {
    const desk = asking();
    const { id } = await pending(desk);
    desk.stores.close();
    const terminal = makeDesk({
      folder: desk.folder,
      time: desk.time,
      settings: desk.guards.settings,
    });
    approve(terminal, id);
    terminal.stores.close();
    const server = makeDesk({
      folder: desk.folder,
      time: desk.time,
      settings: desk.guards.settings,
    });
    await workOff(server.guards);
    await workOff(server.guards);
    expect(server.sent.map(({ body }) => body)).toEqual(["Hello."]);
  });
});

describe("after an approval everything is looked at again", () => {
  const cases: readonly (readonly [string, Parameters<typeof settingsWith>[0], string])[] = [
    ["the allow-list", { allow: { ...settingsWith().allow, entries: [] } }, "not_allowed"],
    [
      "the content policy",
      { content: { maxCharacters: 2, deniedPhrases: [], scan: null } },
      "content_refused",
    ],
    [
      "the approver",
      { allow: { ...settingsWith().allow, approver: ANN } },
      "recipient_is_approver",
    ],
  ];
  test.each(cases)("%s", async (_name, more, reason) => {
    const desk = asking();
    const { id } = await pending(desk);
    approve(desk, id, "always");
    const settings = { ...desk.guards.settings, ...more };
    expect(await release({ ...desk.guards, settings }, id)).toMatchObject({ reason });
    expect(desk.sent).toEqual([]);
    expect(desk.guards.contacts.list()).toEqual([]);
    expect(await release(desk.guards, id)).toBeNull();
  });

  test("and the limits", async () => {
    const desk = asking({
      settings: { limits: { perMinute: 1, perHour: 9, perContactPerHour: 9, cooldownMs: 0 } },
    });
    const [one, other] = [await pending(desk), await pending(desk, BOB)];
    for (const { id } of [one, other]) approve(desk, id);
    await workOff(desk.guards);
    expect(desk.sent).toHaveLength(1);
    expect(desk.guards.messages.get(other.id)).toMatchObject({
      state: "denied",
      detail: "rate_limited",
    });
  });
});

test("whatever is decided in whatever order, what is sent was approved, unaltered, and at most once", async () => {
  const step = fc.record({
    act: fc.constantFrom("ask", "once", "always", "no", "release", "work", "later"),
    which: fc.integer({ min: 0, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const desk = asking({ settings: { draft: true, maxPending: 99 } });
      const asked: string[] = [];
      const approved = new Set<string>();
      for (const { act, which } of steps) {
        const id = asked[which % Math.max(1, asked.length)] ?? "nothing";
        if (act === "ask") {
          const { id: next } = await pending(desk, ANN, `Text ${asked.length}`);
          asked.push(next);
        } else if (act === "release") await release(desk.guards, id);
        else if (act === "work") await workOff(desk.guards);
        else if (act === "later") desk.time.pass(200_000);
        else if (approve(desk, id, act).ok && act !== "no") approved.add(id);
      }
      const ids = desk.sent.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { id, body } of desk.sent) {
        expect(approved.has(id)).toBe(true);
        expect(body).toBe(`Text ${asked.indexOf(id)}`);
      }
      desk.stores.close();
    }),
    { seed: 7, numRuns: 25 },
  );
});
