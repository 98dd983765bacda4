import type { Kind, Sender, SendOutcome } from "@underclaim/send-guardrails";
import { z } from "zod";
import type { ServiceAnswer, ServiceClient } from "./client.ts";

export interface SenderOptions {
  readonly client: ServiceClient;
  readonly account: string | null;
  timestamp(): string;
}

/** XmppAdapterSpecification §9.4. Rooms are refused by a service that does not serve them yet. */
const ENDPOINT_TYPES: Readonly<Record<Kind, string>> = { user: "bare_jid", room: "muc_room_jid" };

/** Sends by `POST /adapter/actions`; the message's id is its idempotency key, so the same one is never two. */
export function serviceSender({ client, account, timestamp }: SenderOptions): Sender {
  return {
    async send({ id, address, kind, body }) {
      const case_ = `xmpp-send:${id}`;
      const answer = await client.post("/adapter/actions", {
        request_id: id,
        action_type: "notification.send",
        coordination_case_id: case_,
        channel: "xmpp",
        target_endpoint: { endpoint_type: ENDPOINT_TYPES[kind], value: address },
        content: { body_text: body },
        parameters: account === null ? {} : { account },
        tracking_context: { correlation_id: case_, coordination_case_id: case_ },
        idempotency_key: case_,
        requested_at: timestamp(),
      });
      return outcomeOf(answer);
    },
  };
}

const Taken = z.looseObject({ accepted: z.literal(true), adapter_operation_id: z.string().min(1) });
const Refused = z.looseObject({ error: z.looseObject({ code: z.string(), message: z.string() }) });

/** A status that says the request did not consume its key. */
const NOT_TAKEN = new Set([400, 401, 403, 404, 413, 415, 429, 503]);

function outcomeOf(answer: ServiceAnswer): SendOutcome {
  if (answer.kind === "unreached")
    return {
      outcome: "not_sent",
      message: "The XMPP service cannot be reached. Nothing was sent.",
    };
  if (answer.kind === "lost") return unknown;
  const { status, body } = answer;
  if (status === 202 || status === 200) {
    const taken = Taken.safeParse(body);
    return taken.success
      ? { outcome: "accepted", reference: subjectOf(taken.data.adapter_operation_id) }
      : unknown;
  }
  if (status === 422) {
    const refused = Refused.safeParse(body);
    return {
      outcome: "refused",
      message: refused.success
        ? `The XMPP service refused it (${refused.data.error.code}): ${refused.data.error.message}`
        : "The XMPP service refused it.",
    };
  }
  const told = Refused.safeParse(body);
  if (told.success && told.data.error.code === "outcome_unknown") return unknown;
  return NOT_TAKEN.has(status)
    ? { outcome: "not_sent", message: `The XMPP service did not take it on (HTTP ${status}).` }
    : unknown;
}

const unknown: SendOutcome = {
  outcome: "unknown",
  message: "Whether the XMPP service has it is not known. It may have been sent.",
};

/** The service names a message after its operation. */
const subjectOf = (operation: string): string =>
  `xmpp_${operation.slice(operation.indexOf("_") + 1)}`;
