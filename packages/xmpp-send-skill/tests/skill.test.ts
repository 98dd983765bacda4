import { describe, expect, test } from "vitest";
import type { SendResult } from "../src/index.ts";
import { BOSS, CALLER, openStage, ROOM, type Stage } from "./support.ts";

const ANN = "receives@sandbox.example";
const open = (more: object = {}, between?: Parameters<typeof openStage>[0]) =>
  openStage({ skill: { require_first_contact_confirmation: false, ...more }, ...between });

async function send(
  { skill }: Stage,
  to: string,
  body: string,
  type: "chat" | "groupchat" = "chat",
): Promise<SendResult> {
  const step = await skill.send(CALLER, { to, body, type });
  if (!step.done) throw new Error("The host's user would be asked.");
  return step.result;
}

describe("a message", () => {
  test("is sent to the canonical address, byte for byte, and the evidence comes with its grade", async () => {
    const stage = await open();
    const result = await send(stage, "Receives@Sandbox.Example", "I am late.");
    expect(stage.textsTo(ANN)).toEqual(["I am late."]);
    expect(result).toMatchObject({ status: "accepted", to: ANN, type: "chat" });
    expect(result.evidence?.[0]).toMatchObject({
      event_type: "notification.attempt.accepted_by_adapter",
      grade: { strength: expect.any(String) },
    });
    expect(result.assessment?.subclass).toBeDefined();
    expect(result.message).toMatch(/no proof/);
  });

  test("never counts as delivered because a server took it", async () => {
    const stage = await open();
    const result = await send(stage, "silent@sandbox.example", "Hello?");
    expect(JSON.stringify(result)).not.toMatch(/"delivered"|success\.delivered/);
    expect(result.assessment?.category).toBe("undef");
  });

  test("has a status that learns of a receipt after the tool has returned", async () => {
    const stage = await open({
      service: { url: "http://127.0.0.1:7101", account: "desk", wait: 0 },
    });
    const { message_id } = await send(stage, ANN, "I am late.");
    await expect
      .poll(async () => (await stage.skill.status("local", message_id ?? "")).assessment?.subclass)
      .toBe("success.delivered_to_client");
    const status = await stage.skill.status("local", message_id ?? "");
    expect(status.evidence?.map(({ event_type }) => event_type)).toContain(
      "notification.endpoint.accepted",
    );
    expect(status.assessment?.of_the_person).toBe("undef.delivered_but_awareness_unproven");
  });

  test("is nobody else's to ask about", async () => {
    const stage = await open();
    const { message_id } = await send(stage, ANN, "I am late.");
    expect(await stage.skill.status("mallory", message_id ?? "")).toMatchObject({
      status: "refused",
    });
    expect(await stage.skill.status("local", "xs_guessed")).toMatchObject({ status: "refused" });
  });

  test("to a room that the service is in is taken on", async () => {
    const stage = await open();
    expect(await send(stage, ROOM, "Hello all.", "groupchat")).toMatchObject({
      status: "accepted",
    });
    expect(stage.textsTo(ROOM)).toEqual(["Hello all."]);
    // A room is none of the people whom a person allowed.
    expect(await send(stage, ROOM, "Hello all.")).toMatchObject({ status: "refused" });
  });

  test("to a room is declared as one, and refused by a service that is not in it", async () => {
    const stage = await open();
    const result = await send(stage, "team@rooms.sandbox.example", "Hello all.", "groupchat");
    expect(stage.asked[0]?.body).toMatchObject({
      target_endpoint: { endpoint_type: "muc_room_jid", value: "team@rooms.sandbox.example" },
    });
    expect(result).toMatchObject({ status: "refused", reason: "refused_by_service" });
  });
});

describe("of a service that fails", () => {
  const failing = (status: number) =>
    open({}, { between: async () => new Response("{}", { status }) });
  const throwing = (code: string) =>
    open(
      {},
      {
        between: () =>
          Promise.reject(
            new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) }),
          ),
      },
    );

  test.each([401, 404, 413, 429, 503])("HTTP %i proves that nothing was sent", async (status) => {
    expect(await send(await failing(status), ANN, "x")).toMatchObject({
      status: "refused",
      reason: "not_sent",
    });
  });

  test("a service that does not know itself leaves it unknown", async () => {
    const error = { code: "outcome_unknown", message: "The store stopped meanwhile." };
    const stage = await open(
      {},
      { between: async () => Response.json({ error }, { status: 503 }) },
    );
    expect(await send(stage, ANN, "x")).toMatchObject({ status: "unknown" });
  });

  test.each([500, 502, 504, 202])(
    "HTTP %i without a result leaves it unknown, and it is not sent again",
    async (status) => {
      const stage = await failing(status);
      expect(await send(stage, ANN, "x")).toMatchObject({ status: "unknown" });
      await stage.skill.work();
      expect(stage.textsTo(ANN)).toHaveLength(1);
    },
  );

  test("a refused connection proves that nothing was sent; one that is lost does not", async () => {
    expect(await send(await throwing("ECONNREFUSED"), ANN, "x")).toMatchObject({
      reason: "not_sent",
    });
    expect(await send(await throwing("ECONNRESET"), ANN, "x")).toMatchObject({ status: "unknown" });
  });
});

describe("the roster of the service", () => {
  const rosterOf = (entries: unknown) =>
    openStage({
      skill: { require_first_contact_confirmation: false, allow_roster_contacts: true },
      between: (request, go) =>
        request.path === "/xmpp/roster"
          ? Promise.resolve(Response.json({ accounts: [{ account: "desk", entries }] }))
          : go(),
    });

  test("allows its mutual contacts alone", async () => {
    const stage = await rosterOf([
      { jid: "displays@sandbox.example", subscription: "both", endpoint_id: "e1" },
      { jid: "replies@sandbox.example", subscription: "to", endpoint_id: "e2" },
    ]);
    expect((await send(stage, "displays@sandbox.example", "x")).status).toBe("accepted");
    expect(await send(stage, "replies@sandbox.example", "x")).toMatchObject({
      reason: "not_allowed",
    });
    expect(await send(stage, "ack@sandbox.example", "x")).toMatchObject({ reason: "not_allowed" });
  });

  test("is read again once it is too old to count, however short that is", async () => {
    let now = 10_000;
    const time = { wall: () => now, sinceBoot: () => now, boot: () => "boot" };
    const stage = await openStage({
      time,
      skill: {
        require_first_contact_confirmation: false,
        allow_roster_contacts: true,
        roster_max_age: 2,
      },
      between: (request, go) =>
        request.path === "/xmpp/roster"
          ? Promise.resolve(
              Response.json({
                accounts: [
                  {
                    account: "desk",
                    entries: [{ jid: "displays@sandbox.example", subscription: "both" }],
                  },
                ],
              }),
            )
          : go(),
    });
    for (const body of ["One.", "Two."]) {
      expect((await send(stage, "displays@sandbox.example", body)).status).toBe("accepted");
      now += 3_000;
    }
  });

  test("allows nobody while the session has not read it", async () => {
    const stage = await rosterOf(null);
    expect(await send(stage, "displays@sandbox.example", "x")).toMatchObject({
      reason: "roster_unavailable",
    });
  });
});

describe("a person who is asked over XMPP", () => {
  const asking = (replies: () => readonly string[]) =>
    openStage({
      skill: { approval: { order: ["xmpp"], approver_jid: BOSS } },
      between: (request, go) =>
        request.path.endsWith("/replies")
          ? Promise.resolve(
              Response.json({
                replies: replies().map((body_text) => ({
                  native_event_id: "n",
                  received_at: "",
                  kind: "reply.unknown",
                  body_text,
                })),
              }),
            )
          : go(),
    });
  const nonceIn = (stage: Stage): string =>
    /^yes (\w+)$/m.exec(stage.textsTo(BOSS)[0] ?? "")?.[1] ?? "";

  test("gets the whole message with a code that the tool never shows; with it they answer once", async () => {
    const replies: string[] = [];
    const stage = await asking(() => replies);
    const result = await send(stage, ANN, "I am late.\nSorry.");
    expect(result.status).toBe("confirmation_required");
    const [question = ""] = stage.textsTo(BOSS);
    expect(question).toContain(`To: ${ANN} (one person)`);
    expect(question).toContain("> I am late.\n> Sorry.");
    const nonce = nonceIn(stage);
    expect(nonce).toHaveLength(12);
    expect(
      JSON.stringify([result, await stage.skill.status("local", result.message_id ?? "")]),
    ).not.toContain(nonce);

    for (const wrong of [
      "yes",
      "yes please",
      "yes ABCDEFGHJKLM",
      `no way ${nonce}`,
      `> yes ${nonce}`,
      nonce,
    ]) {
      replies.push(wrong);
      await stage.skill.work();
    }
    expect(stage.textsTo(ANN)).toEqual([]);
    replies.push(`> yes ${nonce}\n> no ${nonce}\nYes ${nonce.toLowerCase()}`);
    await stage.skill.work();
    await stage.skill.work();
    expect(stage.textsTo(ANN)).toEqual(["I am late.\nSorry."]);
    expect(await stage.skill.status("local", result.message_id ?? "")).toMatchObject({
      status: "accepted",
    });
  });

  test("can release the contact for good, or decline", async () => {
    const replies: string[] = [];
    const stage = await asking(() => replies);
    const declined = await send(stage, ANN, "First.");
    replies.push(`no ${nonceIn(stage)}`);
    await stage.skill.work();
    expect(await stage.skill.status("local", declined.message_id ?? "")).toMatchObject({
      status: "declined",
    });
    await send(stage, ANN, "Second.");
    replies.push(`always ${/^yes (\w+)$/m.exec(stage.textsTo(BOSS)[1] ?? "")?.[1] ?? ""}`);
    await stage.skill.work();
    expect((await send(stage, ANN, "Third.")).status).toBe("accepted");
    expect(stage.textsTo(ANN)).toEqual(["Second.", "Third."]);
  });

  test("is asked once for the same message, and is no recipient", async () => {
    const stage = await asking(() => []);
    await send(stage, ANN, "I am late.");
    await send(stage, ANN, "I am late.");
    expect(stage.textsTo(BOSS)).toHaveLength(1);
    expect(await send(stage, BOSS, "yes")).toMatchObject({ reason: "recipient_is_approver" });
  });
});

describe("a question to the host's user", () => {
  const elicited = { ...CALLER, canElicit: true };
  const parameters = { to: ANN, body: "I am late.", type: "chat" } as const;

  test("is counted each time it is put, for the same message, too", async () => {
    const stage = await openStage({ skill: { approval: { max_questions_per_hour: 3 } } });
    const steps = [];
    for (let index = 0; index < 6; index += 1)
      steps.push(await stage.skill.send(elicited, parameters));
    expect(steps.filter(({ done }) => !done)).toHaveLength(3);
    expect(steps.at(-1)).toMatchObject({
      done: true,
      result: { status: "confirmation_required" },
    });
  });
});

describe("that a person was asked is not claimed", () => {
  test.each([
    ["where nobody is named", { order: [] }],
    ["where the host cannot ask", { order: ["elicitation"] }],
  ])("%s", async (_what, approval) => {
    const stage = await openStage({ skill: { approval } });
    const result = await send(stage, ANN, "I am late.");
    expect(result.status).toBe("confirmation_required");
    expect(result.message).toMatch(/nobody could be asked/);
  });

  test("where the question could not be sent", async () => {
    const stage = await openStage({
      skill: { approval: { order: ["xmpp"], approver_jid: BOSS } },
      between: async () => new Response("{}", { status: 503 }),
    });
    expect((await send(stage, ANN, "I am late.")).message).toMatch(/nobody could be asked/);
  });
});

test("an approver that the operator has not named decides nothing", async () => {
  const stage = await openStage({ skill: { approval: { order: ["xmpp"], approver_jid: BOSS } } });
  const { message_id } = await send(stage, ANN, "I am late.");
  for (const by of ["terminal", "elicitation", "model"])
    expect(stage.skill.decide({ id: message_id ?? "", choice: "once", by })).toMatchObject({
      ok: false,
    });
  await stage.skill.work();
  expect(stage.textsTo(ANN)).toEqual([]);
});

test("a state that cannot be used lets nothing out, and says nothing of what it held", async () => {
  const stage = await open();
  stage.stores.close();
  const step = await stage.skill.send(CALLER, { to: ANN, body: "hunter2", type: "chat" });
  expect(step).toMatchObject({ done: true, result: { status: "refused" } });
  expect(JSON.stringify(step)).not.toContain("hunter2");
  expect(stage.asked).toEqual([]);
  const { skill } = stage;
  for (const result of [
    await skill.status("local", "xs_1"),
    await skill.answered(CALLER, "xs_1", { to: ANN, body: "hunter2", type: "chat" }, "once"),
  ])
    expect(result).toMatchObject({ status: "unknown", message_id: "xs_1" });
  Object.assign(stage.stores, { close: () => undefined });
});

test("closing waits for what is being sent", async () => {
  const hold = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const stage = await open(
    {},
    {
      between: async (request, go) => {
        if (request.path !== "/adapter/actions") return go();
        reached.resolve();
        await hold.promise;
        return go();
      },
    },
  );
  const sending = send(stage, ANN, "I am late.");
  await reached.promise;
  const closed = stage.skill.close();
  hold.resolve();
  await closed;
  expect((await sending).status).toBe("accepted");
  Object.assign(stage.stores, { close: () => undefined });
});
