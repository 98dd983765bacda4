import { expect, test } from "vitest";
import { request, stage } from "./stage.ts";

/** A reply in a thread that is not ours: its reference will never be known. */
const reply = { inbound_id: "i1", from: "anna@inbox.example", text: "Yes", in_reply_to: "m-other" };

const answering = (told: { readonly awaits: boolean; readonly awaitsMs?: number }) =>
  stage((composition) => {
    const { sources } = composition.definition;
    const inbound = sources["reference.inbound"];
    if (inbound === undefined) throw new Error("The reference adapter has no inbound source.");
    return {
      ...composition,
      definition: {
        ...composition.definition,
        sources: {
          ...sources,
          "reference.inbound": {
            ...inbound,
            parse: (wire) => {
              const parsed = inbound.parse(wire);
              return parsed.ok
                ? { ok: true, natives: parsed.natives.map((native) => ({ ...native, ...told })) }
                : parsed;
            },
          },
        },
      },
    };
  });

test("a native event whose references are bound before anything is sent waits for none of them", async () => {
  const { submit, inbound, events } = await answering({ awaits: false });
  await submit(request());
  await inbound(reply);
  expect((await events()).at(-1)).toMatchObject({
    event_type: "interaction.reply_received",
    coordination_case_id: "case-1",
    metadata: { correlation_method: "conversation" },
  });
});

test("any other waits, and is guessed at only then", async () => {
  const { submit, inbound, types, advance } = await answering({ awaits: true });
  await submit(request());
  await inbound(reply);
  expect(await types()).not.toContain("interaction.reply_received");
  await advance(600_000);
  expect(await types()).toContain("interaction.reply_received");
});

test.each([
  ["less than the adapter's", 5_000, 5_000],
  ["no longer than the adapter's", 5_000_000, 600_000],
])("it may wait %s", async (_, awaitsMs, until) => {
  const { submit, inbound, types, advance } = await answering({ awaits: true, awaitsMs });
  await submit(request());
  await inbound(reply);
  await advance(until - 1);
  expect(await types()).not.toContain("interaction.reply_received");
  await advance(1);
  expect(await types()).toContain("interaction.reply_received");
});
