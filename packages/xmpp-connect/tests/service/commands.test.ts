import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { child, childrenOf, textOfElement, type XmlElement } from "../../src/model/xml.ts";
import { NS } from "../../src/model/namespaces.ts";
import { openDesk, type DeskService } from "../support/desk-service.ts";
import { Peer } from "../support/peer.ts";
import { DOMAIN, PROSODY, startProsody, type Prosody } from "../support/prosody.ts";

const PROVIDER = "notification.attempt.accepted_by_provider";
const RECORDED = "interaction.acknowledgement_recorded";
const INFO = "http://jabber.org/protocol/disco#info";
const STAGES = Array.from({ length: 8 }, (_, index) => index);

const has =
  (...types: readonly string[]) =>
  (all: readonly string[]): boolean =>
    types.every((type) => all.includes(type));

describe.skipIf(PROSODY === "")("command prompts on Prosody", () => {
  let server: Prosody;
  beforeAll(async () => {
    server = await startProsody({
      users: STAGES.flatMap((each) => [`desk${each}`, `ann${each}`, `eve${each}`]),
      contacts: STAGES.map((each) => [`desk${each}`, `ann${each}`]),
    });
  });
  afterAll(async () => server?.stop());

  const numbers = STAGES.values();
  interface Stage {
    readonly desk: DeskService;
    readonly ann: Peer;
    eve(): Promise<Peer>;
    prompt(): ReturnType<DeskService["send"]>;
  }
  /** Ann's client announces these features. */
  async function stage(features: readonly string[]): Promise<Stage> {
    const number = numbers.next().value ?? 0;
    const jid = `ann${number}@${DOMAIN}`;
    const desk = await openDesk({
      server,
      user: `desk${number}`,
      more: { participants: [{ jid, participant_id: "participant-1" }] },
    });
    onTestFinished(async () => desk.stop());
    await desk.eventually(({ event_type }) => event_type === "system.adapter.health_changed");
    const connect = async (user: string): Promise<Peer> => {
      const peer = await Peer.connect(server, { user });
      onTestFinished(async () => peer.close());
      return peer;
    };
    const ann = await connect(`ann${number}`);
    void ann
      .next(({ name, children }) => name === "iq" && JSON.stringify(children).includes(INFO))
      .then(({ attributes: { id = "", from = "" } }) =>
        ann.send(
          `<iq type="result" id="${id}" to="${from}"><query xmlns="${INFO}">${features
            .map((each) => `<feature var="${each}"/>`)
            .join("")}</query></iq>`,
        ),
      );
    await desk.eventually(
      ({ event_type, metadata }) =>
        event_type === "notification.endpoint.accepted" && metadata?.["resource"] !== null,
    );
    return {
      desk,
      ann,
      eve: () => connect(`eve${number}`),
      prompt: () =>
        desk.send(jid, "Please acknowledge this incident.", {
          action_type: "interaction.send_command_prompt",
        }),
    };
  }

  const bodyOf = (message: XmlElement): string => textOfElement(child(message, "body", NS.client));
  const promptIn = async (peer: Peer) =>
    bodyOf(await peer.awaits((each) => bodyOf(each).startsWith("Please acknowledge")));
  const commandIn = (text: string) => {
    const [, jid = "", node = ""] = /xmpp:(\S+)\?command;node=([^;]+);/.exec(text) ?? [];
    return { jid, node: decodeURIComponent(node) };
  };
  const executing = (node: string, inner = ""): string =>
    `<command xmlns="${NS.commands}" node="${node}" action="execute">${inner}</command>`;
  const answer = (value: string): string =>
    `<x xmlns="${NS.form}" type="submit"><field var="answer"><value>${value}</value></field></x>`;

  test("a client without commands gets words to reply with, and its reply counts", async () => {
    const { desk, ann, prompt } = await stage([]);
    const sent = await prompt();
    const text = await promptIn(ann);
    expect(text).toBe("Please acknowledge this incident.\nReply ACK, NO or HELP.");
    ann.say(desk.jid, "ACK");
    await desk.evidence(sent, has(RECORDED));
  });

  test("a client with commands executes one: a form is offered, and its answer is that account's", async () => {
    const { desk, ann, prompt } = await stage([NS.commands]);
    const sent = await prompt();
    const { jid, node } = commandIn(await promptIn(ann));
    expect(jid).toMatch(/^desk\d+@xmpp\.test\/./);
    const offered = child(await ann.ask("set", executing(node), jid), "command", NS.commands);
    expect(offered?.attributes["status"]).toBe("executing");
    const form = child(offered, "x", NS.form);
    expect(form === null ? 0 : childrenOf(form).length).toBeGreaterThan(0);
    const done = child(
      await ann.ask("set", executing(node, answer("ACK")), jid),
      "command",
      NS.commands,
    );
    expect(done?.attributes["status"]).toBe("completed");
    // Durable before it was said.
    const types = await desk.evidence(sent, has(PROVIDER, RECORDED));
    expect(types).toContain("interaction.authenticated_actor_interaction");
    expect(await desk.assessed(sent)).toEqual([
      "success.acknowledged_by_client",
      "undef.displayed_but_comprehension_unproven",
    ]);
  });

  test("a stranger who executes the same command acknowledges nothing", async () => {
    const { desk, ann, eve, prompt } = await stage([NS.commands]);
    const sent = await prompt();
    const { jid, node } = commandIn(await promptIn(ann));
    const other = await eve();
    await other.ask("set", executing(node, answer("ACK")), jid);
    await desk.eventually(
      ({ event_type, coordination_case_id }) =>
        event_type === RECORDED && coordination_case_id !== sent.case,
    );
    expect(await desk.evidence(sent, has(PROVIDER))).not.toContain(RECORDED);
  });

  test("what is no prompt is no command of ours", async () => {
    const { ann, prompt } = await stage([NS.commands]);
    await prompt();
    const { jid } = commandIn(await promptIn(ann));
    const refused = await ann.ask("set", executing("shell"), jid);
    expect(refused.attributes["type"]).toBe("error");
  });
});
