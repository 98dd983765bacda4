import type { ScriptedProvider } from "@underclaim/runtime/testing";
import type { Outbound } from "../websub/outbound/outbound.ts";

/** A callback that confirms answers with this: it stands for the challenge that it was asked. */
const CHALLENGE = "{challenge}";
const REASONS: Readonly<Record<string, string>> = {
  refused: "ECONNREFUSED",
  reset: "ECONNRESET",
  timeout: "ETIMEDOUT",
};

/** Callbacks and hubs are answered by `provider_reply` steps: `{ status, headers?, body? }` or `{ error }`. */
export const scriptedOutbound =
  (provider: ScriptedProvider): Outbound =>
  async ({ method, url, headers, body }) => {
    const text = body === undefined ? "" : Buffer.from(body).toString("utf8");
    const request = { method, url, headers: { ...headers }, body: text };
    const reply = await provider.call(request).catch((error: unknown) => codeOf(error));
    if (typeof reply === "string")
      return { kind: reply === REASONS["refused"] ? "not_sent" : "broken", reason: reply };
    const answer = typeof reply["body"] === "string" ? reply["body"] : "";
    const challenge = new URL(url).searchParams.get("hub.challenge") ?? "";
    return {
      kind: "answer",
      status: Number(reply["status"] ?? 200),
      headers: (reply["headers"] ?? {}) as Record<string, string>,
      body: Buffer.from(answer.replaceAll(CHALLENGE, challenge)),
      cut: false,
    };
  };

const codeOf = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
};
