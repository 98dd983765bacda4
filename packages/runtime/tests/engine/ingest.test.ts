import type { ScriptedCall } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";
import { acceptedAs, ANNA, request, stage, START } from "./stage.ts";
import { handProvider } from "./providers.ts";

const bodyOf = (call: ScriptedCall | undefined): Record<string, string> => {
  const body = call?.request["body"];
  return typeof body === "string" ? (JSON.parse(body) as Record<string, string>) : {};
};
const PARK_MS = 600_000;
const delivered = (over = {}) => ({
  event_id: "e1",
  message_id: "m1",
  status: "delivered",
  ...over,
});

describe("a repeat", () => {
  test("of a native event changes nothing", async () => {
    const { send, reply, status, events, runtime } = await stage();
    await send();
    await reply(acceptedAs("m1"));
    await status(delivered());
    const before = await events();
    for (let time = 0; time < 5; time += 1) await status(delivered());
    expect(await events()).toEqual(before);
    expect(runtime().counters().natives.duplicate).toBe(5);
  });

  test("under another name that says the same is kept, and is no new evidence", async () => {
    const { send, reply, status, types, runtime, tenant } = await stage();
    const operation = await send();
    await reply(acceptedAs("m1"));
    await status(delivered());
    await status(delivered({ event_id: "e2" }));
    expect(
      (await types()).filter((type) => type === "notification.endpoint.accepted"),
    ).toHaveLength(1);
    expect((await runtime().timeline(tenant, `msg_${operation}`))?.events).toHaveLength(4);
  });

  test("at once, 32 times over, is one event", async () => {
    const { send, reply, driver, types } = await stage();
    await send();
    await reply(acceptedAs("m1"));
    const native = { source: "reference.status", body: delivered() };
    const answers = await Promise.all(Array.from({ length: 32 }, () => driver.native(native)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(
      (await types()).filter((type) => type === "notification.endpoint.accepted"),
    ).toHaveLength(1);
  });
});

describe("a receipt that beats the answer to its submission", () => {
  test("waits under its reference and is ingested once the reference is known", async () => {
    const { send, reply, status, types, driver, runtime } = await stage();
    await send();
    await status(delivered());
    expect(await types()).toEqual(["notification.attempt.accepted_by_adapter"]);
    expect(await driver.adapterEvents()).toMatchObject([{}, { normalization_status: "pending" }]);
    expect((await runtime().stats()).parkedNatives).toBe(1);
    await reply(acceptedAs("m1"));
    expect(await types()).toEqual([
      "notification.attempt.accepted_by_adapter",
      "notification.attempt.accepted_by_provider",
      "notification.endpoint.accepted",
    ]);
    expect((await runtime().stats()).parkedNatives).toBe(0);
  });

  test("waits across a restart", async () => {
    const { send, status, types, driver } = await stage();
    const operation = await send();
    await status(delivered());
    await driver.restart();
    await status({ event_id: "e2", message_id: "m1", client_ref: operation, status: "read" });
    expect(await types()).toEqual([
      "notification.attempt.accepted_by_adapter",
      "notification.endpoint.unknown",
      "interaction.notification.opened",
      "notification.endpoint.accepted",
    ]);
  });

  test("is reported in the adapter's own case when its grace has ended, and never lost", async () => {
    const { status, events, advance } = await stage();
    await status(delivered());
    await advance(PARK_MS - 1);
    expect(await events()).toEqual([]);
    await advance(1);
    expect(await events()).toMatchObject([
      {
        event_type: "notification.endpoint.accepted",
        coordination_case_id: "adapter:reference-connect.default",
        observed_at: new Date(START).toISOString(),
        confidence: { level: "low" },
        metadata: { correlation_method: "uncorrelated" },
      },
    ]);
  });

  test("repeated while it waits is still one event", async () => {
    const { send, reply, status, types } = await stage();
    await send();
    await status(delivered());
    await status(delivered());
    await reply(acceptedAs("m1"));
    expect(
      (await types()).filter((type) => type === "notification.endpoint.accepted"),
    ).toHaveLength(1);
  });
});

describe("how it was found", () => {
  test("a reference to our own operation teaches the provider's: what names that alone is found then", async () => {
    const { send, status, types, driver } = await stage();
    driver.world().provider.reply({ error: "reset" });
    const operation = await send();
    await status(delivered({ client_ref: operation }));
    await status({ event_id: "e2", message_id: "m1", status: "read" });
    expect(await types()).toContain("interaction.notification.opened");
  });

  test("an answer that names no message is about the last one to its sender, and says no more than probably", async () => {
    const { send, reply, inbound, events } = await stage();
    await send();
    await reply(acceptedAs("m1"));
    const last = await send();
    await reply(acceptedAs("m2"));
    await inbound({ inbound_id: "i1", from: ANNA.toUpperCase(), text: "Yes" });
    await inbound({ inbound_id: "i2", from: ANNA, text: "Yes", in_reply_to: "m1" });
    const replies = (await events()).filter(
      ({ event_type }) => event_type === "interaction.reply_received",
    );
    expect(replies).toMatchObject([
      {
        correlation: { adapter_operation_id: last },
        metadata: { correlation_method: "conversation" },
        evidence_grade: { strength: "medium", actor_certainty: "none" },
      },
      {
        metadata: { correlation_method: "reference" },
        evidence_grade: { strength: "strong", actor_certainty: "low" },
      },
    ]);
  });

  test("a weak method neither settles an operation nor teaches a reference", async () => {
    const { send, inbound, state, driver } = await stage();
    driver.world().provider.reply({ error: "reset" });
    const operation = await send();
    await inbound({ inbound_id: "i1", from: ANNA, text: "Yes" });
    expect(await state(operation)).toBe("unknown");
  });

  test("from an address nobody has written to: the adapter's own case", async () => {
    const { inbound, events } = await stage();
    await inbound({ inbound_id: "i1", from: "nobody@inbox.example", text: "Hello" });
    expect(await events()).toMatchObject([
      { coordination_case_id: "adapter:reference-connect.default" },
    ]);
  });

  test("a registered tracking context gives its case to what names the reference, and is not taken twice", async () => {
    const { submit, status, events } = await stage();
    const track = request({
      action_type: "notification.register_tracking_context",
      content: null,
      target_endpoint: null,
      parameters: { client_ref: "elsewhere-1" },
    });
    expect(await submit(track)).toMatchObject({ kind: "accepted" });
    await status({ event_id: "e1", client_ref: "elsewhere-1", status: "delivered" });
    expect((await events()).at(-1)).toMatchObject({
      coordination_case_id: "case-1",
      event_type: "notification.endpoint.accepted",
    });
    expect(
      await submit({ ...track, idempotency_key: "another", request_id: "another" }),
    ).toMatchObject({ kind: "refused" });
  });
});

describe("evidence", () => {
  test("names an endpoint by id or pseudonym, never by address", async () => {
    const { send, reply, inbound, events, driver } = await stage();
    await send();
    await reply(acceptedAs("m1"));
    await inbound({ inbound_id: "i1", from: ANNA, text: "STOP" });
    expect(JSON.stringify(await events())).not.toContain(ANNA);
    expect(JSON.stringify(await driver.adapterEvents())).not.toContain(ANNA);
    const endpoints = new Set(
      (await events()).map(({ endpoint_ref }) => endpoint_ref?.endpoint_id),
    );
    expect(endpoints.size).toBe(1);
  });

  test("of a parked event is free of the address, too", async () => {
    const { inbound, runtime, tenant, driver } = await stage();
    await inbound({ inbound_id: "i1", from: ANNA, text: "Hi", in_reply_to: "m9" });
    const [event] = await driver.adapterEvents();
    const record = await runtime().store.native(tenant, String(event?.event_id));
    expect(record?.parked).toBeDefined();
    expect(record?.text).not.toContain(ANNA);
  });

  test("is marked where the provider is a sandbox, however it was correlated", async () => {
    const { inbound, send, events } = await stage();
    await send();
    await inbound({ inbound_id: "i1", from: ANNA, text: "Hi" });
    await inbound({ inbound_id: "i2", from: "nobody@inbox.example", text: "Hi" });
    const marks = (await events()).map(({ metadata }) => metadata?.["environment"]);
    expect(marks).toEqual(["sandbox", "sandbox", "sandbox"]);
  });

  test("is marked beside a provider in production, too, whoever found what it is about", async () => {
    const { provider } = handProvider({ lanes: ["other"] });
    const { inbound, send, events } = await stage((composition) => ({
      ...composition,
      providers: [...(composition.providers ?? []), provider],
    }));
    await send();
    await inbound({ inbound_id: "i1", from: ANNA, text: "Hi" });
    const marks = (await events()).map(({ metadata }) => metadata?.["environment"]);
    expect(marks).toEqual(["sandbox", "sandbox"]);
  });
});

describe("a receipt and the operation", () => {
  test("settles what nobody knew the outcome of, and ends the wait for it", async () => {
    const { send, status, state, driver, types, advance, runtime, tenant } = await stage();
    driver.world().provider.reply({ error: "reset" });
    const operation = await send();
    await status(delivered({ client_ref: operation }));
    expect(await state(operation)).toBe("accepted");
    await advance(86_400_000);
    expect(await types()).toEqual([
      "notification.attempt.accepted_by_adapter",
      "notification.endpoint.unknown",
      "notification.endpoint.accepted",
    ]);
    const kept = (await runtime().store.load(tenant, [{ operation }])).operation(operation);
    expect(kept).toMatchObject({ command: null, deadline: null });
    expect(await runtime().action(tenant, operation)).toMatchObject({
      action_state: "completed",
      provider_operation_id: "m1",
    });
  });

  test("for a message that seemed not sent keeps it from being sent again", async () => {
    const { send, status, state, driver, advance } = await stage();
    driver.world().provider.reply({ status: 429 });
    const operation = await send();
    expect(await state(operation)).toBe("scheduled");
    await status(delivered({ client_ref: operation }));
    await advance(86_400_000);
    expect(await state(operation)).toBe("accepted");
    expect(driver.world().provider.calls).toHaveLength(1);
  });

  test("an unknown status is kept word for word and settles nothing", async () => {
    const { send, status, state, driver, events } = await stage();
    driver.world().provider.reply({ error: "reset" });
    const operation = await send();
    await status({ event_id: "e1", client_ref: operation, status: "teleported" });
    expect(await state(operation)).toBe("unknown");
    expect((await events()).at(-1)).toMatchObject({
      event_type: "notification.endpoint.unknown",
      evidence_grade: { strength: "ambiguous" },
      metadata: { native_status: "teleported" },
    });
  });

  test("after every deadline is taken all the same", async () => {
    const { send, reply, status, advance, types, runtime, tenant } = await stage();
    const operation = await send();
    await reply(acceptedAs("m1"));
    await advance(30 * 86_400_000);
    const assess = async () =>
      (await runtime().assessment(tenant, `msg_${operation}`))?.channel.subclass;
    expect(await types()).toContain("notification.endpoint.unknown");
    expect(await assess()).toBe("undef.no_receipt");
    await status(delivered());
    expect(await types()).toContain("notification.endpoint.accepted");
    expect(await assess()).toBe("success.delivered");
  });
});

describe("a reference that is not known yet", () => {
  test("outranks every weaker method: the event waits for it, then falls back", async () => {
    const { send, reply, inbound, advance, events } = await stage();
    await send();
    await reply(acceptedAs("m1"));
    await inbound({ inbound_id: "i1", from: ANNA, text: "Yes", in_reply_to: "m9" });
    expect(await events()).toHaveLength(2);
    await advance(PARK_MS);
    expect((await events()).at(-1)).toMatchObject({
      metadata: { correlation_method: "conversation" },
    });
  });

  test("does not hold up a STOP: it suppresses at once, and once", async () => {
    const { send, reply, inbound, submit, advance, types } = await stage();
    await send();
    await reply(acceptedAs("m1"));
    await inbound({ inbound_id: "i1", from: ANNA, text: "STOP", in_reply_to: "m9" });
    expect(await submit(request())).toMatchObject({ kind: "refused" });
    await submit(request({ action_type: "recipient.unsuppress", content: null }));
    await advance(PARK_MS);
    expect(await types()).toContain("notification.channel.unsubscribe_received");
    expect(await submit(request())).toMatchObject({ kind: "accepted" });
  });
});

describe("a reaction", () => {
  test("STOP is two events and a suppression that holds from its commit on", async () => {
    const { send, reply, inbound, submit, types } = await stage();
    await send();
    await reply(acceptedAs("m1"));
    await inbound({ inbound_id: "i1", from: ANNA, text: " stop " });
    expect((await types()).slice(2)).toEqual([
      "notification.channel.unsubscribe_received",
      "notification.channel.suppression_added",
    ]);
    expect(await submit(request())).toMatchObject({ kind: "refused" });
    await submit(request({ action_type: "recipient.unsuppress", content: null }));
    expect(await submit(request())).toMatchObject({ kind: "accepted" });
  });

  test("a STOP that races with sends: no send is accepted after it is acknowledged", async () => {
    const { runtime, tenant, inbound, quiet } = await stage();
    const sends = Array.from({ length: 16 }, () => runtime().submit(tenant, request()));
    await inbound({ inbound_id: "i1", from: ANNA, text: "STOP" });
    const after = await runtime().submit(tenant, request());
    await Promise.all(sends);
    await quiet();
    expect(after.kind).toBe("refused");
  });

  test("HELP plans one answer, which leaves like any other message and is found by its reference", async () => {
    const { send, reply, inbound, driver, status, events } = await stage();
    await send();
    await reply(acceptedAs("m1"));
    const help = { inbound_id: "i1", from: ANNA, text: "HELP" };
    await inbound(help);
    await inbound(help);
    const { calls } = driver.world().provider;
    expect(calls).toHaveLength(2);
    const { client_ref, to } = bodyOf(calls[1]);
    expect(to).toBe(ANNA);
    await status({ event_id: "e1", client_ref: String(client_ref), status: "delivered" });
    expect((await events()).at(-1)).toMatchObject({
      coordination_case_id: "case-1",
      metadata: { subject_ref: `msg_${client_ref}` },
    });
  });

  test("an answer that is of no use after a time is not sent after it", async () => {
    const { inbound, driver, advance, types } = await stage((composition) => {
      const { react = {} } = composition.definition;
      const help = react["reference.inbound.help"];
      return {
        ...composition,
        definition: {
          ...composition.definition,
          react: {
            ...react,
            "reference.inbound.help": {
              ...help,
              react: (native, targets, snapshot, context) => {
                const reaction = help?.react(native, targets, snapshot, context) ?? {};
                const sends = (reaction.sends ?? []).map((send) => ({
                  ...send,
                  expiresAt: context.now + 10_000,
                }));
                return { ...reaction, sends };
              },
            },
          },
        },
      };
    });
    await inbound({ inbound_id: "i1", from: ANNA, text: "HELP" });
    const { provider } = driver.world();
    expect(provider.calls).toHaveLength(1);
    await driver.providerReply({ error: "refused" });
    await advance(120_000);
    expect(provider.calls).toHaveLength(1);
    expect((await types()).at(-1)).toBe("notification.attempt.rejected_by_adapter");
  });

  test("a provider's own answer is reacted to like an event from outside", async () => {
    const { send, reply, advance, types } = await stage();
    await send();
    await reply({ status: 422 });
    await advance(86_400_000);
    expect(await types()).not.toContain("notification.endpoint.unknown"); // the receipt timer has ended
  });
});
