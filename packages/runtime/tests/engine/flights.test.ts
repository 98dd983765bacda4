import { describe, expect, test } from "vitest";
import { flights } from "../../src/engine/flights.ts";
import type { Operation, OperationWrite, Read } from "../../src/store/port.ts";
import { handProvider, message, taken, withProvider } from "./providers.ts";
import { acceptedAs, stage } from "./stage.ts";

const TENANT = "tenant";
const operation = (id: string, fence = 1): Operation => ({
  id,
  state: "dispatching",
  lane: "lane",
  subject: id,
  fence,
  dueAt: 1,
  createdAt: 0,
  text: "before",
  command: null,
  deadline: null,
});
const accepted = (id: string): OperationWrite => ({
  id,
  state: "accepted",
  dueAt: null,
  text: "after",
});
const done = async () => ({ ok: true });
const lost = async () => ({ ok: false });

describe("an operation on its way", () => {
  test("is found by its references, in its tenant", () => {
    const flying = flights();
    flying.departed(TENANT, operation("op1"), [message("m1"), message("m2")]);
    expect(flying.find(TENANT, message("m2"))).toEqual(operation("op1"));
    expect(flying.find("another", message("m2"))).toBeNull();
    expect(flying.find(TENANT, message("m3"))).toBeNull();
  });

  test("stands as it is being written, from the moment that its commit is under way", async () => {
    const flying = flights();
    flying.departed(TENANT, operation("op1"), []);
    const { promise, resolve } = Promise.withResolvers<{ ok: boolean }>();
    const write = accepted("op1");
    const written = flying.writing(TENANT, operation("op1"), write, [message("m1")], () => promise);
    expect(flying.find(TENANT, message("m1"))).toMatchObject({ state: "accepted", text: "after" });
    resolve({ ok: true });
    await written;
    expect(flying.find(TENANT, message("m1"))).toMatchObject({ state: "accepted", text: "after" });
  });

  test("is forgotten where the commit was refused or failed", async () => {
    const flying = flights();
    for (const commit of [lost, () => Promise.reject(new Error("full"))]) {
      flying.departed(TENANT, operation("op1"), [message("m1")]);
      await flying
        .writing(TENANT, operation("op1"), accepted("op1"), [], commit)
        .catch(() => undefined);
      expect(flying.find(TENANT, message("m1"))).toBeNull();
    }
  });

  test("is left as it is by a stale owner, and by a second outcome", async () => {
    const flying = flights();
    flying.departed(TENANT, operation("op1", 2), [message("m1")]);
    await flying.writing(TENANT, operation("op1", 1), accepted("op1"), [], done);
    expect(flying.find(TENANT, message("m1"))?.state).toBe("dispatching");
    await flying.writing(TENANT, operation("op1", 2), accepted("op1"), [], done);
    const late: OperationWrite = { id: "op1", state: "rejected", dueAt: null };
    await flying.writing(TENANT, operation("op1", 2), late, [], done);
    expect(flying.find(TENANT, message("m1"))?.state).toBe("accepted");
  });

  test("loses a reference that another is bound to, and keeps one that it is bound to again", () => {
    const flying = flights();
    flying.departed(TENANT, operation("op1"), [message("m1"), message("m2")]);
    flying.bound(TENANT, [
      { ref: message("m1"), operation: "op2" },
      { ref: message("m2"), operation: "op1" },
    ]);
    expect(flying.find(TENANT, message("m1"))).toBeNull();
    expect(flying.find(TENANT, message("m2"))?.id).toBe("op1");
  });

  test("is forgotten, the oldest first, where too many are", () => {
    const flying = flights(2);
    for (const id of ["a", "b", "c"]) flying.departed(TENANT, operation(id), [message(id)]);
    expect(flying.find(TENANT, message("a"))).toBeNull();
    expect(flying.find(TENANT, message("b"))?.id).toBe("b");
    expect(flying.find(TENANT, message("c"))?.id).toBe("c");
  });
});

const delivered = (id: string) => ({ event_id: `e-${id}`, message_id: id, status: "delivered" });

describe("a receipt", () => {
  test("of a message whose answer has been written is not looked up in the store", async () => {
    const { send, reply, status, types, runtime } = await stage();
    await send();
    await reply(acceptedAs("m1"));
    const { store } = runtime();
    const { load } = store;
    const asked: Read[] = [];
    store.load = (tenant, reads) => {
      asked.push(...reads);
      return load(tenant, reads);
    };
    await status(delivered("m1"));
    expect(asked.filter((read) => "ref" in read || "operation" in read)).toEqual([]);
    expect((await types()).at(-1)).toBe("notification.endpoint.accepted");
  });

  test("that comes while the answer is being written is written behind it, in one go", async () => {
    const hand = handProvider();
    const { send, status, types, state, runtime } = await stage(withProvider(hand.provider));
    const id = await send();
    const { store } = runtime();
    const { commit } = store;
    const answers: boolean[] = [];
    const receipts: Promise<void>[] = [];
    store.commit = async (tenant, changes) => {
      // As the outcome goes to the store, and before it is durable.
      if (receipts.length === 0) receipts.push(status(delivered("m1")));
      const committed = await commit(tenant, changes);
      answers.push(committed.ok);
      return committed;
    };
    hand.answer(0, taken(id, "m1"));
    await expect.poll(() => answers.length).toBe(2);
    await Promise.all(receipts);
    expect(answers).toEqual([true, true]);
    expect(await state(id)).toBe("accepted");
    expect((await types()).at(-1)).toBe("notification.endpoint.accepted");
  });

  test("that reckoned with an answer which could not be written looks into the store", async () => {
    const hand = handProvider();
    const { send, status, driver, state, types, runtime } = await stage(
      withProvider(hand.provider),
    );
    const id = await send();
    const { store } = runtime();
    const { commit } = store;
    const receipts: Promise<void>[] = [];
    store.commit = async (tenant, changes) => {
      if (receipts.length > 0) return commit(tenant, changes);
      receipts.push(status({ ...delivered("m1"), client_ref: id }));
      return { ok: false, guard: { operation: id } };
    };
    hand.answer(0, taken(id, "m1"));
    await expect.poll(() => receipts.length).toBe(1);
    await Promise.all(receipts);
    await driver.settled();
    expect(await state(id)).toBe("accepted");
    expect(await types()).toContain("notification.endpoint.accepted");
  });
});
