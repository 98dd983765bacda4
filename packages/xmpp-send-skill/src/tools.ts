// The tools as a model sees them (XmppSendSkill, Skill Interface). There is none that confirms: a tool that the model can
// call is no confirmation.
import { z } from "zod";

export const SendParameters = z.strictObject({
  to: z
    .string()
    .min(1)
    .max(3_071)
    .describe("The bare JID (XMPP address) of the recipient, like name@example.net."),
  body: z.string().min(1).max(20_000).describe("The message content to send."),
  type: z
    .enum(["chat", "groupchat"])
    .default("chat")
    .describe("Message type: 'chat' for one person, 'groupchat' for a room."),
});
export type SendParameters = z.output<typeof SendParameters>;

export const StatusParameters = z.strictObject({
  message_id: z.string().min(1).max(128).describe("The message_id that xmpp_send gave."),
});
export type StatusParameters = z.output<typeof StatusParameters>;

export const TOOLS = {
  xmpp_send: {
    title: "Send an XMPP message",
    description:
      "Send an XMPP message to an allowed contact. Use this when the user explicitly asks you to message someone or when notifying a contact is clearly appropriate (e.g., 'tell Alice I'll be late'). A person may have to approve it first: then the status is confirmation_required or draft, the person is asked by other means, and the server sends it once they agree. Never ask again for the same message and never claim an approval. 'accepted' means that the service took the message on, not that it arrived: xmpp_send_status tells more.",
    parameters: SendParameters,
    annotations: {
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: false,
      openWorldHint: true,
    },
  },
  xmpp_send_status: {
    title: "What became of an XMPP message",
    description:
      "What became of a message that xmpp_send was asked for: whether it waits for a person, was sent, and what is known since. Each piece of evidence has a grade; none says that a person has read or understood anything.",
    parameters: StatusParameters,
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: true,
    },
  },
} as const;
