// interaction.send_command_prompt (XmppAdapterSpecification §4.2, §6): a question that is answered by a word, or by a command
// (XEP-0050) where the recipient's client has such.
import type { AdapterActionRequest } from "@underclaim/contract";
import type { ActionDefinition } from "@underclaim/runtime";
import type { XmppKit } from "../kit.ts";
import type { XmppNative } from "../native/types.ts";
import { Sendable, SendParameters } from "./parameters.ts";
import { refuse } from "./refuse.ts";
import { isToRoom } from "./room-send.ts";
import { planSend, SEND_CAPABILITY, sendReads } from "./send.ts";

/** §17's words, which a reply is classified by whatever else is configured. */
const WORDS = "Reply ACK, NO or HELP.";

const parametersOf = ({ parameters }: AdapterActionRequest): SendParameters =>
  SendParameters.parse(parameters ?? {});

export const sendCommandPrompt = (kit: XmppKit): ActionDefinition<XmppNative> => ({
  capability: {
    ...SEND_CAPABILITY,
    action_type: "interaction.send_command_prompt",
    description:
      "Asks one JID for ACK, NO or HELP: by a command where its client has such, and by text always.",
    supported_channels: ["xmpp"],
    supported_endpoint_types: ["bare_jid", "full_jid", "xmpp_jid", "component_jid"],
    possible_later_events: [
      ...SEND_CAPABILITY.possible_later_events,
      "interaction.decline_recorded",
    ],
  },
  request: Sendable,
  parameters: SendParameters,
  reads: (request, _known, { tenant }) => sendReads(kit, request, parametersOf(request), tenant),
  plan(request, snapshot, context) {
    if (isToRoom(request))
      return refuse(context.operation, {
        refusal: "unsupported",
        code: "prompt_to_room",
        message: "A command prompt is for one JID. Send a room a message, or prompt its members.",
        category: "unsupported_capability",
        field: "target_endpoint.endpoint_type",
      });
    return planSend(kit, request, parametersOf(request), snapshot, context, null, WORDS);
  },
});
