import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { loadSkill, openSkill, type OpenedSkill } from "@underclaim/xmpp-send-skill";
import { COMMANDS, type Terminal } from "../src/terminal.ts";
import { ANN, openWorld, type World } from "./support.ts";

const CALLER = { principal: "stdio", conversationId: null, canElicit: false };

async function stage(more?: string): Promise<{ world: World; opened: OpenedSkill }> {
  const world = await openWorld(more);
  return { world, opened: open(world) };
}

function open({ config }: World): OpenedSkill {
  const opened = openSkill({ configuration: loadSkill(config) });
  onTestFinished(async () => opened.skill.close());
  return opened;
}

/** What was printed, and the exit code. */
async function run(
  opened: OpenedSkill,
  command: string,
  argument = "",
  { answer = "", isPerson = true } = {},
): Promise<{ code: number; text: string }> {
  const printed: string[] = [];
  const terminal: Terminal = {
    isPerson,
    print: (text) => void printed.push(text),
    ask: async (question) => {
      printed.push(question);
      return answer;
    },
  };
  const code = await COMMANDS[command]?.({ ...opened, terminal }, argument);
  return { code: code ?? -1, text: printed.join("\n") };
}

async function waiting({ skill }: OpenedSkill, body = "I am late."): Promise<string> {
  const step = await skill.send(CALLER, { to: ANN, body, type: "chat" });
  return (step.done ? step.result.message_id : step.message.id) ?? "";
}

describe("a person at a terminal", () => {
  test("sees the whole message, decides in another process, and the server sends it", async () => {
    const { world, opened: server } = await stage();
    const id = await waiting(server);
    const terminal = open(world);
    expect((await run(terminal, "pending")).text).toContain(`To: ${ANN} (one person)`);
    const decided = await run(terminal, "approve", id, { answer: "yes" });
    expect(decided).toMatchObject({ code: 0, text: expect.stringContaining("> I am late.") });
    expect(world.textsTo(ANN)).toEqual([]);
    await server.skill.work();
    expect(world.textsTo(ANN)).toEqual(["I am late."]);
    expect((await run(terminal, "approve", id, { answer: "yes" })).code).toBe(1);
  });

  test("closes it instead of answering, which decides nothing", async () => {
    const { world, opened } = await stage();
    const id = await waiting(opened);
    const printed: string[] = [];
    const terminal: Terminal = {
      isPerson: true,
      print: (text) => void printed.push(text),
      ask: () => Promise.reject(new DOMException("Aborted with Ctrl+D", "AbortError")),
    };
    expect(await COMMANDS["approve"]?.({ ...opened, terminal }, id)).toBe(1);
    expect(printed.at(-1)).toMatch(/Nothing was decided/);
    await opened.skill.work();
    expect(world.textsTo(ANN)).toEqual([]);
  });

  test("declines, or says something else, which decides nothing", async () => {
    const { world, opened } = await stage();
    const id = await waiting(opened);
    expect((await run(opened, "approve", id, { answer: "perhaps" })).code).toBe(1);
    expect((await run(opened, "pending")).text).toContain(id);
    expect((await run(opened, "approve", id, { answer: "no" })).text).toMatch(/not sent/);
    await opened.skill.work();
    expect(world.textsTo(ANN)).toEqual([]);
  });

  test("releases a contact for good, and takes it back", async () => {
    const { opened } = await stage();
    await run(opened, "approve", await waiting(opened), { answer: "always" });
    await opened.skill.work();
    expect((await run(opened, "contacts")).text).toMatch(
      new RegExp(`^${ANN}  since .* by terminal$`),
    );
    expect((await run(opened, "revoke", ANN.toUpperCase())).code).toBe(0);
    expect((await run(opened, "contacts")).text).toMatch(/No contact/);
    expect((await run(opened, "revoke", ANN)).code).toBe(1);
    expect(opened.stores.verify().entries.at(-1)).toMatchObject({
      action: "revoke_contact",
      to: ANN,
    });
  });

  test("is a person: a pipe decides nothing", async () => {
    const { opened } = await stage();
    const id = await waiting(opened);
    expect((await run(opened, "approve", id, { answer: "yes", isPerson: false })).code).toBe(2);
    expect(opened.guards.messages.get(id)?.state).toBe("pending");
  });

  test("decides nothing where the operator has not named the terminal", async () => {
    const { opened } = await stage('approval = { order = ["elicitation"] }');
    const id = await waiting(opened);
    expect(await run(opened, "approve", id, { answer: "yes" })).toMatchObject({
      code: 1,
      text: expect.stringContaining("approval.order"),
    });
  });
});

describe("the audit", () => {
  test("is verified, and a torn end is cut off", async () => {
    const { world, opened } = await stage();
    await waiting(opened);
    expect(await run(opened, "verify")).toMatchObject({
      code: 0,
      text: expect.stringContaining("1 entries"),
    });
    appendFileSync(join(world.folder, "audit/xmpp_send.jsonl"), '{"seq":');
    expect(await run(opened, "verify")).toMatchObject({
      code: 1,
      text: expect.stringContaining("torn"),
    });
    expect((await run(opened, "repair")).code).toBe(0);
    expect((await run(opened, "verify")).code).toBe(0);
    expect((await run(opened, "repair")).code).toBe(1);
  });
});
