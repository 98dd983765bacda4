import { describe, expect, test } from "vitest";
import { Outbound, type Sending } from "../../../src/provider/session/outbound.ts";

const ANSWER_MS = 1_000;
const never = new AbortController().signal;
const stanza = (number: number): string => `<message id="${number}"/>`;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function session(window: number) {
  const clock = { time: 0, due: new Map<() => void, number>() };
  const said: string[] = [];
  const last: string[] = [];
  const state = { cut: 0 };
  const outbound = new Outbound({
    clock: {
      now: () => clock.time,
      wakeAt(at, wake) {
        clock.due.set(wake, at);
        return () => clock.due.delete(wake);
      },
    },
    window,
    answerMs: ANSWER_MS,
    managed: true,
    ping: async () => true,
    reads: () => true,
  });
  const link = () => ({
    put: (text: string) => said.push(text) > 0,
    putLast: (text: string) => void last.push(text),
    cut: () => void (state.cut += 1),
    end: async () => undefined,
  });
  outbound.attach(link());
  outbound.open();
  return {
    outbound,
    state,
    link,
    /** What has been said since, the last words of the turn at its end: "m" a message, "r" a request. */
    heard: () => [...said.splice(0), ...last.splice(0)].map((text) => text.charAt(1)).join(""),
    send(count: number) {
      const outcomes: Sending[] = [];
      for (let number = 0; number < count; number += 1)
        void outbound.submit(stanza(number), never).then((each) => outcomes.push(each));
      return outcomes;
    },
    pass(ms: number) {
      clock.time += ms;
      for (const [wake, at] of clock.due) {
        if (at > clock.time) continue;
        clock.due.delete(wake);
        wake();
      }
    },
  };
}

const piece = `${"m".repeat(8)}r`;

describe("a full window", () => {
  test("is asked about piece by piece, so that the next stanzas leave while the rest is under way", async () => {
    const { outbound, heard, send } = session(32);
    const outcomes = send(48);
    expect(heard()).toBe(`${piece.repeat(4)}r`);
    outbound.answered(8);
    await turn();
    expect(outcomes).toHaveLength(8);
    expect(heard()).toBe(piece);
    // The answers to what was asked first tell of no more than the second piece.
    outbound.answered(16);
    expect(heard()).toBe(piece);
  });

  test("is asked about once where it is smaller than a piece", () => {
    const { heard, send } = session(4);
    send(8);
    expect(heard()).toBe("mmmmr");
  });

  test("that is acknowledged as a whole is asked about again only with the next stanza", () => {
    const { outbound, heard, send } = session(32);
    send(32);
    heard();
    outbound.answered(32);
    expect(heard()).toBe("");
    expect(outbound.awaitsAnswer).toBe(true);
    for (const _ of "rrrr") outbound.answered(32);
    expect(outbound.awaitsAnswer).toBe(false);
    send(1);
    expect(heard()).toBe("mr");
  });
});

describe("a message whose time passes while it waits for the window", () => {
  test("is never written, and what has been written is waited for all the same", async () => {
    const { outbound, heard, send, pass } = session(2);
    const written = outbound.submit(stanza(0), never, 500);
    send(1);
    const waiting = outbound.submit(stanza(2), never, 500);
    const lasting = send(1);
    heard();
    pass(500);
    outbound.answered(2);
    await expect(waiting).resolves.toMatchObject({ kind: "not_written" });
    await expect(written).resolves.toMatchObject({ kind: "handled" });
    expect(heard()).toBe("mr");
    outbound.answered(3);
    await turn();
    expect(lasting).toMatchObject([{ kind: "handled" }]);
  });
});

describe("a server that answers", () => {
  test("to one request and not to the next is left when that answer is due", () => {
    const { outbound, state, send, pass } = session(32);
    send(32);
    pass(ANSWER_MS - 1);
    outbound.answered(8);
    pass(ANSWER_MS - 1);
    expect(state.cut).toBe(0);
    pass(1);
    expect(state.cut).toBe(1);
  });

  test("to nothing of a connection that has ended is asked anew by the next", () => {
    const { outbound, heard, link, send } = session(32);
    send(12);
    expect(heard()).toBe(`${piece}mmmmr`);
    outbound.detach();
    expect(outbound.awaitsAnswer).toBe(false);
    outbound.resume(link(), 2);
    expect(heard()).toBe(`${piece}mm`);
    outbound.answered(10);
    expect(heard()).toBe("r");
  });
});

describe("that no submission waits for anything is told", () => {
  /** One on the wire, another behind it. */
  const full = (signal = never, until: number | null = null) => {
    const held = session(1);
    void held.outbound.submit(stanza(0), never);
    void held.outbound.submit(stanza(1), signal, until);
    let told = false;
    void held.outbound.answeredAll().then(() => (told = true));
    return { ...held, told: () => told };
  };

  test("when the last one's time has passed", async () => {
    const { outbound, pass, told } = full(never, 50);
    pass(100);
    outbound.answered(1);
    await turn();
    expect(told()).toBe(true);
  });

  test("when the last one's caller waits no more", async () => {
    const caller = new AbortController();
    const { outbound, told } = full(caller.signal);
    outbound.acknowledged(1);
    await turn();
    expect(told()).toBe(false);
    caller.abort();
    await turn();
    expect(told()).toBe(true);
  });

  test("when the connection is gone before the last one has left", async () => {
    const { outbound, told } = full();
    outbound.acknowledged(1);
    outbound.detach();
    await turn();
    expect(told()).toBe(true);
  });
});
