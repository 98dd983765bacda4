// The question to the host's user (MCP elicitation), and what counts as an answer.
import { inputRequired, inputResponse } from "@modelcontextprotocol/server";
import { z } from "zod";
import { promptText, type Choice, type MessageRecord } from "@underclaim/send-guardrails";

const QUESTION = "approve";

const Capabilities = z.looseObject({ elicitation: z.looseObject({}).optional() });

/** Whether the client can show its user a form: an empty declaration means that it can. */
export function canElicit(capabilities: unknown): boolean {
  const { elicitation } = Capabilities.safeParse(capabilities).data ?? {};
  return (
    elicitation !== undefined && (Object.keys(elicitation).length === 0 || "form" in elicitation)
  );
}

/** Accepting is once; a contact is released for good only where the person says so. */
export function question({ address, kind, body, draft }: MessageRecord, requestState: string) {
  const always = {
    type: "boolean" as const,
    title: "Always for this contact",
    description: "Do not ask again before messages to this contact.",
    default: false,
  };
  return inputRequired({
    inputRequests: {
      [QUESTION]: inputRequired.elicit({
        message: promptText({ address, kind, draft, body: body ?? "" }),
        requestedSchema: { type: "object", properties: draft ? {} : { always } },
      }),
    },
    requestState,
  });
}

export type HostAnswer = Choice | "dismissed" | "missing";

/** From the client and not to be trusted: it counts only together with a state that this server has sealed. */
export function answerOf(responses: Record<string, unknown> | undefined): HostAnswer {
  const view = inputResponse(responses, QUESTION);
  if (view.kind !== "elicit") return "missing";
  if (view.action === "accept") return view.content?.["always"] === true ? "always" : "once";
  return view.action === "decline" ? "no" : "dismissed";
}
