// Source of commands: an answer to a prompt that was given by executing it (XEP-0050). What it means is as with a word.
import type { Parsed, SourceDefinition } from "@underclaim/runtime";
import type { XmppKit } from "../kit.ts";
import { ANSWERS, threadOfNode, type Answer } from "../model/command.ts";
import { NS } from "../model/namespaces.ts";
import { child, childrenOf, textOfElement } from "../model/xml.ts";
import { COMMAND_SOURCE } from "../provider/port.ts";
import { readStanza } from "./parsed.ts";
import { threadRef } from "./references.ts";
import { contextOf, draft } from "./stanza/context.ts";
import { actorKindOf, actorOf, participantOf } from "./stanza/inbound.ts";
import type { XmppNative } from "./types.ts";

export const commandSource = (kit: XmppKit): SourceDefinition<XmppNative> => ({
  transport: "session",
  parse(wire): Parsed<XmppNative> {
    const account = kit.accounts.find((each) => each.account === wire.account);
    if (account === undefined) return { ok: false, reason: "It names no account of ours." };
    const read = readStanza(wire);
    if (!read.ok) return read;
    const command = child(read.element, "command", NS.commands);
    const thread = threadOfNode(command?.attributes["node"] ?? "");
    const form = child(command, "x", NS.form);
    const field =
      form === null
        ? undefined
        : childrenOf(form).find(({ attributes }) => attributes["var"] === "answer");
    const answer = textOfElement(child(field, "value", NS.form));
    const context = contextOf(kit, account, wire, read);
    if (context === null || thread === null || !isAnswer(answer))
      return { ok: false, reason: "It is no answer to a prompt." };
    // A room hands on what its occupants ask of each other (XEP-0045), and none of them is whom a prompt is for.
    if (context.fromRoom) return { ok: false, reason: "It is an occupant's of a room." };
    const participant = participantOf(context);
    const actor = actorKindOf(participant);
    const kind = ANSWERS[answer];
    // A thread may go on with another prompt, whose answer is another.
    const { sessionid = "" } = command?.attributes ?? {};
    const key = `command/${thread}/${answer}/${sessionid}/${read.element.attributes["id"] ?? ""}`;
    return {
      ok: true,
      natives: [
        draft(context, `inbound.${kind}.${actor}`, {
          dedupeKey: `${context.peer}/${key}`,
          evidenceKey: key,
          nativeType: "command",
          nativeStatus: answer,
          refs: [threadRef(account.account, context.peer, thread)],
          observation: {
            source_type: "recipient_client",
            source_confidence: "medium",
            transport_ref: COMMAND_SOURCE,
          },
          actor: actorOf(context, participant),
          data: { keyword: answer, participant: participant?.participant_id ?? null, content: key },
          metadata: {
            keyword: answer,
            command_classification: kind,
            actor,
            scope: "resource",
            by: "command",
          },
        }),
      ],
    };
  },
});

const isAnswer = (text: string): text is Answer => Object.hasOwn(ANSWERS, text);
