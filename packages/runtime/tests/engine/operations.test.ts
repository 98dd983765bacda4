import { textOf, type Provider } from "@underclaim/runtime";
import { describe, expect, test } from "vitest";
import { addressId } from "../../src/testing/reference/model/address.ts";
import { handProvider, withProvider } from "./providers.ts";
import { acceptedAs, ANNA, request, stage } from "./stage.ts";

describe("tenants", () => {
  test("another tenant's receipt finds nothing of this tenant's, and the other way round", async () => {
    const { send, reply, runtime, tenant, events, quiet } = await stage();
    const operation = await send();
    await reply(acceptedAs("m1"));
    const native = {
      type: "reference.receipt.delivered",
      source: "reference.status",
      dedupeKey: "e1",
      evidenceKey: "delivered",
      occurredAt: null,
      nativeType: null,
      nativeStatus: null,
      refs: [{ provider_name: "reference", ref_type: "message_id", ref_value: "m1" }],
      observation: { source_type: "provider_webhook", source_confidence: "medium" },
    } as const;
    await runtime().observe("tenant-b", [{ native }]);
    await quiet();
    expect(await events()).toHaveLength(2);
    expect(await events("tenant-b")).toEqual([]);
    expect(await runtime().action("tenant-b", operation)).toBeNull();
    expect(await runtime().timeline("tenant-b", `msg_${operation}`)).toBeNull();
    expect(await runtime().assessment("tenant-b", `msg_${operation}`)).toBeNull();
    // The same event in its own tenant is new: dedupe keys are a tenant's own.
    await runtime().observe(tenant, [{ native }]);
    expect(await events()).toHaveLength(3);
  });

  test("a dead letter is another tenant's affair, too", async () => {
    const { status, runtime, tenant } = await stage();
    await status({ nonsense: true });
    const [letter] = await runtime().deadLetters(tenant, { limit: 10 });
    expect(letter).toMatchObject({ state: "open", code: "not_understood" });
    expect(await runtime().deadLetters("tenant-b", { limit: 10 })).toEqual([]);
    expect(await runtime().replay("tenant-b", String(letter?.id))).toBeNull();
    expect(await runtime().discard("tenant-b", String(letter?.id))).toBeNull();
  });
});

describe("assessments", () => {
  test("what came first still counts after a thousand events more", async () => {
    const { send, reply, runtime, tenant, quiet } = await stage();
    const operation = await send();
    await reply(acceptedAs("m1"));
    const native = (type: string, dedupeKey: string) => ({
      native: {
        type,
        source: "reference.status",
        dedupeKey,
        evidenceKey: dedupeKey,
        occurredAt: null,
        nativeType: null,
        nativeStatus: null,
        refs: [{ provider_name: "reference", ref_type: "message_id", ref_value: "m1" }],
        observation: { source_type: "provider_webhook", source_confidence: "medium" },
      } as const,
    });
    await runtime().observe(tenant, [native("reference.receipt.delivered", "delivered")]);
    const before = await runtime().assessment(tenant, `msg_${operation}`);
    expect(before?.channel.subclass).toBe("success.delivered");
    await runtime().observe(
      tenant,
      Array.from({ length: 1_005 }, (_, n) => native("reference.receipt.unknown", `odd-${n}`)),
    );
    await quiet();
    const after = await runtime().assessment(tenant, `msg_${operation}`);
    expect(after?.channel.subclass).toBe("success.delivered");
  });
});

describe("dead letters", () => {
  test("a parser that throws has not understood; the event is acknowledged and kept once", async () => {
    const { runtime, tenant } = await stage((composition) => ({
      ...composition,
      definition: {
        ...composition.definition,
        sources: {
          odd: { transport: "http", parse: (wire) => JSON.parse(String(textOf(wire))) as never },
        },
      },
    }));
    const wire = {
      headers: {},
      body: Buffer.from("canary {"),
      url: "",
      account: null,
      receivedAt: 0,
    };
    const first = await runtime().receive(tenant, "odd", wire);
    expect(first).toMatchObject({ kind: "received", natives: 0, deadLetter: expect.any(String) });
    expect(await runtime().receive(tenant, "odd", wire)).toEqual(first);
    const letters = await runtime().deadLetters(tenant, { limit: 10 });
    expect(letters).toMatchObject([{ attempts: 2, reason: "The parser failed: SyntaxError." }]);
  });

  test("a discarded one stays discarded", async () => {
    const { status, runtime, tenant } = await stage();
    await status({ nonsense: true });
    const id = String((await runtime().deadLetters(tenant, { limit: 1 }))[0]?.id);
    expect(await runtime().discard(tenant, id)).toEqual({ state: "discarded", reason: null });
    expect(await runtime().replay(tenant, id)).toMatchObject({ state: "discarded" });
    expect((await runtime().health()).known_degradations).toEqual([]);
  });

  test("of several events in one delivery only the poisoned one is set aside", async () => {
    const { runtime, tenant, events, send, reply } = await stage((composition) => ({
      ...composition,
      definition: {
        ...composition.definition,
        react: {
          "reference.receipt.failed": {
            react: () => {
              throw new Error("fault");
            },
          },
        },
      },
    }));
    await send();
    await reply(acceptedAs("m1"));
    const native = (type: string) => ({
      native: {
        type,
        source: "reference.status",
        dedupeKey: type,
        evidenceKey: type,
        occurredAt: null,
        nativeType: null,
        nativeStatus: null,
        refs: [{ provider_name: "reference", ref_type: "message_id", ref_value: "m1" }],
        observation: { source_type: "provider_webhook", source_confidence: "medium" },
      } as const,
    });
    await runtime().observe(
      tenant,
      ["failed", "delivered", "read"].map((status) => native(`reference.receipt.${status}`)),
    );
    expect(await events()).toHaveLength(4);
    expect(await runtime().deadLetters(tenant, { limit: 10 })).toMatchObject([{ reason: "fault" }]);
  });
});

describe("a source", () => {
  test("that does not exist, or arrives over a session, is unknown over HTTP", async () => {
    const { runtime, tenant } = await stage((composition) => ({
      ...composition,
      definition: {
        ...composition.definition,
        sources: { session: { transport: "session", parse: () => ({ ok: true, natives: [] }) } },
      },
    }));
    const wire = { headers: {}, body: Buffer.of(), url: "", account: null, receivedAt: 0 };
    for (const source of ["session", "none", "constructor", "__proto__"]) {
      expect(await runtime().receive(tenant, source, wire)).toEqual({ kind: "unknown_source" });
      expect(runtime().source(source)).toBeNull();
    }
  });

  test("with a wrong signature changes nothing and is counted", async () => {
    const { runtime, tenant, events } = await stage();
    const wire = { headers: {}, body: Buffer.from("{}"), url: "", account: null, receivedAt: 0 };
    expect(await runtime().receive(tenant, "reference.status", wire)).toMatchObject({
      kind: "unverified",
    });
    expect(runtime().counters().natives.unverified).toBe(1);
    expect(await events()).toEqual([]);
  });
});

describe("erasure", () => {
  test("removes what holds personal values and leaves evidence, assessments and suppressions", async () => {
    const hand = handProvider();
    const { send, inbound, runtime, tenant, events } = await stage((composition) => ({
      ...withProvider(hand.provider)(composition),
      settings: { raw: { keep: true, retentionMs: null } },
    }));
    const operation = await send();
    await inbound({ inbound_id: "i1", from: ANNA, text: "STOP" });
    const before = [await events(), await runtime().assessment(tenant, `msg_${operation}`)];
    const person = String(
      (await runtime().timeline(tenant, `msg_${operation}`))?.events.at(-1)?.metadata?.["address"],
    );
    expect(await runtime().erase("tenant-b", person)).toBe(0);
    expect(await runtime().erase(tenant, person)).toBe(2); // the command and the raw message
    expect(await runtime().erase(tenant, person)).toBe(0);
    expect([await events(), await runtime().assessment(tenant, `msg_${operation}`)]).toEqual(
      before,
    );
    expect(await runtime().submit(tenant, request())).toMatchObject({ kind: "refused" });
  });

  test("of a command that is still to be sent: it is cancelled, and nothing is sent", async () => {
    const { submit, runtime, tenant, advance, state, types, driver } = await stage();
    const send_at = "2026-01-01T13:00:00Z";
    const answer = await submit(
      request({ action_type: "notification.schedule", parameters: { send_at } }),
    );
    if (answer.kind !== "accepted") throw new Error(answer.kind);
    expect(await runtime().erase(tenant, addressId(ANNA))).toBe(1);
    await advance(3_600_000);
    expect(await state(answer.operation)).toBe("cancelled");
    expect(await types()).toContain("notification.attempt.cancelled");
    expect(driver.world().provider.calls).toEqual([]);
  });
});

describe("retention", () => {
  test("raw data goes when its time has ended; what it was evidence of stays", async () => {
    const { send, reply, status, advance, driver, runtime, tenant, events } = await stage(
      (composition) => ({
        ...composition,
        settings: { raw: { keep: true, retentionMs: 3_600_000 } },
      }),
    );
    await send();
    await reply(acceptedAs("m1"));
    await status({ event_id: "e1", message_id: "m1", status: "delivered" });
    const id = String(
      (await driver.adapterEvents()).find((event) => event.native_event_type === "status")
        ?.event_id,
    );
    expect((await runtime().store.native(tenant, id))?.raw).not.toBeNull();
    await advance(2 * 3_600_000);
    expect((await runtime().store.native(tenant, id))?.raw).toBeNull();
    expect(await events()).toHaveLength(3);
    const raw_hash = (await driver.adapterEvents()).find((event) => event.event_id === id)
      ?.metadata?.["raw_hash"];
    expect(raw_hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("health", () => {
  test("is the worst of what store and providers say", async () => {
    const { runtime, send, driver } = await stage();
    expect(await runtime().health()).toMatchObject({
      status: "healthy",
      last_action_success_at: null,
    });
    driver.world().provider.reply({ error: "refused" });
    await send();
    expect(await runtime().health()).toMatchObject({
      status: "unavailable",
      provider_connectivity: "unavailable",
    });
    await driver.life().runtime.store.close();
    expect(await runtime().health()).toMatchObject({
      status: "unavailable",
      configuration_validity: "valid",
    });
  });

  test("says that webhooks arrive once one has, and not because one could", async () => {
    const { runtime, status } = await stage();
    expect(await runtime().health()).toMatchObject({
      webhook_status: "unknown",
      last_event_received_at: null,
    });
    await status({ event_id: "e1", message_id: "m1", status: "delivered" });
    expect(await runtime().health()).toMatchObject({ webhook_status: "healthy" });
  });

  test("tells a tenant of its own providers and of everybody's, and of no other tenant's", async () => {
    const provider = (name: string, tenant: string | null): Provider =>
      handProvider({
        name,
        lanes: [name],
        ...(tenant === null ? {} : { tenant }),
        health: () => ({
          connectivity: "unavailable",
          credentials: "expired",
          degradations: ["not bound"],
        }),
      }).provider;
    const known = async (providers: readonly Provider[], tenant: string | null) => {
      const { runtime } = await stage((composition) => ({ ...composition, providers }));
      const { known_degradations, ...health } = await runtime().health(tenant);
      return { names: known_degradations.map((text) => text.split(":")[0]), ...health };
    };
    const all = [provider("ours", "acme"), provider("theirs", "globex"), provider("common", null)];
    expect((await known(all, "acme")).names).toEqual(["ours", "common"]);
    expect((await known(all, null)).names).toEqual(["ours", "theirs", "common"]);
    expect(await known([provider("theirs", "globex")], "acme")).toMatchObject({
      names: [],
      status: "unknown",
      provider_connectivity: "unknown",
      credential_status: "unknown",
    });
  });

  test("says that nothing could be written, until something has been, and is unavailable for it for a minute", async () => {
    const { runtime, tenant, driver } = await stage();
    await driver.fault({ point: "store.commit", times: 1 });
    await expect(runtime().submit(tenant, request())).rejects.toThrow("store.commit refuse");
    const known_degradations = [
      expect.stringMatching(
        /^store: The last write, at \S+Z, failed\. A test made store\.commit refuse\.$/,
      ),
    ];
    expect(await runtime().health()).toMatchObject({ status: "unavailable", known_degradations });
    await driver.advance("PT59S");
    expect(await runtime().health()).toMatchObject({ status: "unavailable", known_degradations });
    // Who sends only where it is available would never learn that there is room again.
    await driver.advance("PT1S");
    expect(await runtime().health()).toMatchObject({ status: "degraded", known_degradations });
    await runtime().submit(tenant, request());
    expect((await runtime().health()).known_degradations).toEqual([]);
  });

  test("says that it is disabled", async () => {
    const { runtime } = await stage();
    runtime().setLifecycle("disabled");
    expect((await runtime().health()).known_degradations).toEqual(["lifecycle: disabled"]);
  });
});
