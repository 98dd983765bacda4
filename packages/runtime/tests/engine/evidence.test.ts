import type { NativeDraft } from "@underclaim/runtime";
import { expect, test } from "vitest";
import { acceptedAs, stage } from "./stage.ts";

const read = { event_id: "e1", message_id: "m1", status: "read" };
const OPENED = "interaction.notification.opened";

/** The evidence of a receipt that says more of itself than its row does. */
async function openedBy(more: Partial<NativeDraft>) {
  const { send, reply, status, events } = await stage((composition) => ({
    ...composition,
    definition: { ...composition.definition, refine: (native) => ({ ...native, ...more }) },
  }));
  await send();
  await reply(acceptedAs("m1"));
  await status(read);
  return (await events()).find((event) => event.event_type === OPENED);
}

test("who acted is told no surer than the grade says", async () => {
  const event = await openedBy({
    actor: {
      actor_ref: "participant_1",
      actor_type: "human",
      identity_strength: "high",
      authority_strength: "medium",
    },
  });
  expect(event?.evidence_grade).toMatchObject({
    actor_certainty: "none",
    authority_certainty: "none",
  });
  expect(event?.actor_context).toEqual({
    actor_ref: "participant_1",
    actor_type: "human",
    identity_strength: "none",
    authority_strength: "none",
  });
});

test("a native event brings no acceptance of its own where its row has none", async () => {
  const acceptance = { acceptance_level: "mailbox", finality: "final", does_not_mean: [] };
  const event = await openedBy({ metadata: { acceptance, reader: "client" } });
  expect(event?.metadata).toMatchObject({ reader: "client" });
  expect(event?.metadata).not.toHaveProperty("acceptance");
});
