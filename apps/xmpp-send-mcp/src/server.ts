// The MCP server: two tools over one skill. One instance serves one connection or one request.
import {
  CLIENT_CAPABILITIES_META_KEY,
  createRequestStateCodec,
  McpServer,
  type CallToolResult,
  type McpRequestContext,
  type McpServerFactory,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { MessageRecord } from "@underclaim/send-guardrails";
import { TOOLS, type Caller, type SendResult, type Skill } from "@underclaim/xmpp-send-skill";
import { answerOf, canElicit, question } from "./elicit.ts";

export interface ServerParts {
  readonly skill: Skill;
  /** Seals what the client carries between a question and its answer. */
  readonly stateKey: Uint8Array;
  readonly stateTtlSeconds: number;
}

/** What a client carries: which message was asked about. The digest of the message, and that it is decided once, the store has. */
interface AskedState {
  readonly id: string;
}

const STDIO_PRINCIPAL = "stdio";
const VERSION = "0.1.0";

export function serverFactory({ skill, stateKey, stateTtlSeconds }: ServerParts): McpServerFactory {
  return (context) => {
    const principal = principalOf(context);
    const codec = createRequestStateCodec<AskedState>({
      key: stateKey,
      ttlSeconds: stateTtlSeconds,
      bind: (ctx) => `${principal}\0${ctx.mcpReq.method}`,
    });
    const mcp = new McpServer(
      { name: "xmpp-send", version: VERSION },
      { capabilities: { tools: {} }, requestState: { verify: codec.verify } },
    );
    /**
     * A modern request declares for itself; a 2025-era connection has declared when it began. Over HTTP that was another
     * request than this one: such a client has declared nothing, and has no way back to its user.
     */
    const callerOf = ({ mcpReq: { envelope } }: ServerContext): Caller => ({
      principal,
      conversationId: null,
      canElicit: canElicit(declared(envelope) ?? mcp.server.getClientCapabilities()),
    });
    const ask = async (message: MessageRecord, ctx: ServerContext) =>
      question(message, await codec.mint({ id: message.id }, ctx));

    const { xmpp_send: send, xmpp_send_status: status } = TOOLS;
    mcp.registerTool("xmpp_send", registration(send), async (parameters, ctx) => {
      const caller = callerOf(ctx);
      const asked = ctx.mcpReq.requestState<AskedState>();
      // An answer without a sealed state is nobody's: it is as if it had not been given.
      if (asked === undefined) {
        const step = await skill.send(caller, parameters);
        return step.done ? toolResult(step.result) : ask(step.message, ctx);
      }
      const answer = answerOf(ctx.mcpReq.inputResponses);
      if (answer === "missing") {
        const step = await skill.send(caller, parameters);
        return step.done ? toolResult(step.result) : ask(step.message, ctx);
      }
      const choice = answer === "dismissed" ? null : answer;
      return toolResult(await skill.answered(caller, asked.id, parameters, choice));
    });
    mcp.registerTool("xmpp_send_status", registration(status), async ({ message_id }) =>
      toolResult(await skill.status(principal, message_id)),
    );
    return mcp;
  };
}

/** What the request itself declares; the SDK's type does not name the key. */
const declared = (envelope: object | undefined): unknown =>
  new Map<string, unknown>(Object.entries(envelope ?? {})).get(CLIENT_CAPABILITIES_META_KEY);

/** Who asks: whoever started this process, or whose token it is. */
const principalOf = ({ authInfo }: McpRequestContext): string =>
  authInfo === undefined ? STDIO_PRINCIPAL : `http:${authInfo.clientId}`;

const registration = <T extends (typeof TOOLS)[keyof typeof TOOLS]>({
  title,
  description,
  parameters,
  annotations,
}: T) => ({ title, description, annotations, inputSchema: parameters as T["parameters"] });

const FAILED: readonly SendResult["status"][] = ["refused", "declined", "expired", "unknown"];

const toolResult = (result: SendResult): CallToolResult => ({
  content: [{ type: "text", text: JSON.stringify(result) }],
  structuredContent: { ...result },
  isError: FAILED.includes(result.status),
});
