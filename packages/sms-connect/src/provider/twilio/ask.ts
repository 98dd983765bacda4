// One request through Twilio's SDK, which is loaded when it is first needed: 20 MB on disk, 30 MB in memory.
import { UnderclaimError } from "@underclaim/contract";
import type twilio from "twilio";
import type RequestClient from "twilio/lib/base/RequestClient.js";
import type { MessageInstance } from "twilio/lib/rest/api/v2010/account/message.js";
import { z } from "zod";
import { exchange, type HttpAnswer } from "../http.ts";
import type { TwilioSettings } from "./settings.ts";

export const loadTwilio = async (): Promise<typeof twilio> => (await import("twilio")).default;

type Messages = twilio.Twilio["messages"];

export type TwilioAnswer =
  | {
      readonly kind: "message";
      readonly sid: string;
      readonly status: string;
      readonly code: string | null;
    }
  /** Anything but a 2xx that can be read. */
  | HttpAnswer;

const Message = z.object({
  sid: z.string().min(1).max(64),
  status: z.string().min(1).max(64),
  errorCode: z.union([z.number(), z.string()]).nullish(),
});

/** Carries past the SDK what it would throw away: headers, and whether a byte was written. */
class NoMessage extends UnderclaimError {
  readonly answer: HttpAnswer;

  constructor(answer: HttpAnswer) {
    super("twilio_no_message", "Twilio's answer holds no message.");
    this.answer = answer;
  }
}

export interface AskOptions {
  readonly send: typeof globalThis.fetch;
  readonly signal: AbortSignal;
}

/** Never rejects but where the SDK cannot be loaded. */
export async function askTwilio(
  settings: TwilioSettings,
  { send, signal }: AskOptions,
  ask: (messages: Messages) => Promise<MessageInstance>,
): Promise<TwilioAnswer> {
  const { Twilio } = await loadTwilio();
  const { account_sid, api_key, auth_tokens, region = "", edge = "" } = settings;
  const [token] = auth_tokens;
  const secret = api_key === undefined ? token : api_key.secret;
  // A client for each request: it carries that request's signal, and the credentials that count now.
  const client = new Twilio(api_key?.sid ?? account_sid, secret?.current().reveal() ?? "", {
    accountSid: account_sid,
    // Empty, not absent: the SDK would look into the environment.
    region,
    edge,
    // All that the SDK calls; its class has private members, so that nothing else is of its type.
    httpClient: { request } as unknown as RequestClient,
  });

  async function request({
    method,
    uri,
    username,
    password,
    headers,
    data,
  }: RequestClient.RequestOptions<Readonly<Record<string, string>>>) {
    const credentials = Buffer.from(`${username ?? ""}:${password ?? ""}`).toString("base64");
    const answer = await exchange(
      send,
      {
        method: method === "get" ? "GET" : "POST",
        url: addressOf(uri, settings.base_url),
        headers: { ...headers, Authorization: `Basic ${credentials}` },
        ...(data === undefined ? {} : { body: new URLSearchParams({ ...data }).toString() }),
      },
      signal,
    );
    if (answer.kind !== "answer" || answer.status < 200 || answer.status > 299)
      throw new NoMessage(answer);
    return { statusCode: answer.status, body: answer.json ?? answer.text, headers: {} };
  }

  try {
    const { sid, status, errorCode } = Message.parse(await ask(client.messages));
    return { kind: "message", sid, status, code: errorCode == null ? null : String(errorCode) };
  } catch (error) {
    if (error instanceof NoMessage) return error.answer;
    // Answered, and not as documented: what it did is not known.
    return { kind: "broken", reason: "The answer is not as documented." };
  }
}

/** The SDK knows only Twilio's own hosts. */
function addressOf(uri: string, base: string | undefined): string {
  if (base === undefined) return uri;
  const { pathname, search } = new URL(uri);
  return `${base.replace(/\/$/, "")}${pathname}${search}`;
}
