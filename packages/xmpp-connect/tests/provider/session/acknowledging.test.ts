import { expect, test } from "vitest";
import { Acknowledging } from "../../../src/provider/session/acknowledging.ts";

const ack = (h: number): string => `<a xmlns="urn:xmpp:sm:3" h="${h}"/>`;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function session() {
  const counted = { handled: 0, pending: 0 };
  const said: string[] = [];
  const state = { awaits: false };
  const acknowledging = new Acknowledging({
    counted,
    put: (text) => said.push(text),
    awaits: () => state.awaits,
  });
  return { counted, said, state, acknowledging };
}

test("who asks is answered at once, and again once what was not yet durable is", () => {
  const { counted, said, acknowledging } = session();
  Object.assign(counted, { handled: 3, pending: 2 });
  acknowledging.say();
  Object.assign(counted, { handled: 4, pending: 1 });
  acknowledging.progressed();
  expect(said).toEqual([ack(3)]);
  Object.assign(counted, { handled: 5, pending: 0 });
  acknowledging.progressed();
  acknowledging.progressed();
  expect(said).toEqual([ack(3), ack(5)]);
});

test("a server that owes an answer is told unasked, once a turn, what has become durable by its end", async () => {
  const { counted, said, state, acknowledging } = session();
  state.awaits = true;
  for (const handled of [1, 2, 3]) {
    counted.handled = handled;
    acknowledging.progressed();
  }
  expect(said).toEqual([]);
  await turn();
  expect(said).toEqual([ack(3)]);
  await turn();
  expect(said).toEqual([ack(3)]);
});

test("a server that owes nothing is told nothing unasked", async () => {
  const { said, acknowledging } = session();
  acknowledging.progressed();
  await turn();
  expect(said).toEqual([]);
});
