import { Duration, SecretInput } from "@underclaim/runtime";
import { z } from "zod";
import { Name } from "../settings-name.ts";

/** A room (XEP-0045) that an account stays in for as long as it has a session. */
export const RoomSettings = z.strictObject({
  name: Name.describe("Names the room: in routes, evidence and health, in place of its address."),
  room: z.string().min(3).max(3071).describe("The room's bare JID, like ops@rooms.example.net."),
  nick: z.string().min(1).max(1023).describe("What the account is called there."),
  password: SecretInput.optional().describe("Of a room that asks for one."),
  create: z
    .boolean()
    .default(false)
    .describe("Create it where it is missing. Else a missing room is one that is unavailable."),
  history: z
    .int()
    .min(0)
    .max(500)
    .default(50)
    .describe("How many earlier messages are asked for when it is joined."),
  check_after: Duration.refine((ms) => ms > 0, "must be some time")
    .default(600_000)
    .describe("A room that says nothing for so long is asked whether we are in it (XEP-0410)."),
});
export type RoomSettings = z.output<typeof RoomSettings>;
