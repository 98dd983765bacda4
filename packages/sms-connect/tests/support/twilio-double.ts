// Twilio, as its documentation has it: https://www.twilio.com/docs/messaging/api/message-resource and the OpenAPI document
// of API 2010-04-01. What is not documented is refused and remembered. Callbacks are signed by Twilio's own library.
import twilio from "twilio";
import {
  closed,
  listen,
  type Breakage,
  type Heard,
  type Listening,
  type Said,
} from "./http-double.ts";

export interface TwilioDoubleOptions {
  readonly accountSid: string;
  readonly authToken: string;
  readonly apiKey?: { readonly sid: string; readonly secret: string };
  readonly now: () => number;
}

interface TwilioMessage {
  readonly sid: string;
  status: string;
  readonly params: Readonly<Record<string, string>>;
}

/** For the next requests, in order. `error` has no effect; the others take effect first, but for `reset`. */
type TwilioBehaviour =
  | Breakage
  | "fail_after"
  | "garbage"
  | {
      readonly error: {
        readonly status: number;
        readonly code?: number;
        readonly retryAfter?: number;
      };
    }
  | { readonly made: { readonly status: string; readonly errorCode?: number } };

export interface SignedWebhook {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface TwilioDouble extends Listening {
  readonly messages: readonly TwilioMessage[];
  readonly heard: readonly Heard[];
  /** Whatever was asked in a way that no documentation allows. Empty, if the adapter is right. */
  readonly violations: readonly string[];
  /** Rejects where there were violations. */
  close(): Promise<void>;
  behave(...next: readonly TwilioBehaviour[]): void;
  /** A status callback of a message, as it is posted to the address that the message was made with. */
  callback(sid: string, status: string, more?: Readonly<Record<string, string>>): SignedWebhook;
  /** A message from a handset. */
  inbound(url: string, params: Readonly<Record<string, string>>): SignedWebhook;
}

const CREATE = new Set([
  "To",
  "StatusCallback",
  "ApplicationSid",
  "MaxPrice",
  "ProvideFeedback",
  "Attempt",
  "ValidityPeriod",
  "ForceDelivery",
  "ContentRetention",
  "AddressRetention",
  "SmartEncoded",
  "PersistentAction",
  "TrafficType",
  "ShortenUrls",
  "ScheduleType",
  "SendAt",
  "SendAsMms",
  "ContentVariables",
  "RiskCheck",
  "From",
  "FallbackFrom",
  "MessagingServiceSid",
  "Body",
  "MediaUrl",
  "ContentSid",
]);
const UPDATE = new Set(["Body", "Status"]);

const problem = (status: number, code: number, message: string): Said => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});

export async function twilioDouble(options: TwilioDoubleOptions): Promise<TwilioDouble> {
  const { accountSid, authToken, apiKey, now } = options;
  const messages: TwilioMessage[] = [];
  const heard: Heard[] = [];
  const violations: string[] = [];
  const script: TwilioBehaviour[] = [];
  const allowed = new Set(
    [[accountSid, authToken], ...(apiKey === undefined ? [] : [[apiKey.sid, apiKey.secret]])].map(
      ([name, secret]) => `Basic ${Buffer.from(`${name}:${secret}`).toString("base64")}`,
    ),
  );
  const base = `/2010-04-01/Accounts/${accountSid}/Messages`;

  const violation = (text: string): Said => {
    violations.push(text);
    return problem(400, 20001, text);
  };

  function answer(request: Heard): Said | Breakage {
    heard.push(request);
    const behaviour = script.shift();
    if (!allowed.has(request.headers.authorization ?? ""))
      return problem(401, 20003, "Authenticate");
    if (behaviour !== undefined && typeof behaviour === "object" && "error" in behaviour) {
      const { status, code, retryAfter } = behaviour.error;
      const said =
        code === undefined ? { status, body: "" } : problem(status, code, "As documented.");
      return retryAfter === undefined
        ? said
        : { ...said, headers: { "retry-after": String(retryAfter) } };
    }
    const said = route(request, typeof behaviour === "object" ? behaviour.made : undefined);
    if (behaviour === "drop" || behaviour === "stall") return behaviour;
    if (behaviour === "fail_after") return problem(500, 20500, "Internal Server Error");
    return behaviour === "garbage" ? { status: 201, body: "<html>" } : said;
  }

  function route(
    { method, path, headers, body }: Heard,
    made: { readonly status: string; readonly errorCode?: number } | undefined,
  ): Said {
    if (method !== "POST") return violation(`${method} is not asked of messages`);
    if (headers["content-type"] !== "application/x-www-form-urlencoded")
      return violation(`content type ${headers["content-type"]}`);
    const pairs = [...new URLSearchParams(body)];
    const params = Object.fromEntries(pairs);
    if (pairs.length > Object.keys(params).length) return violation("a parameter stands twice");
    if (path === `${base}.json`) return create(params, made);
    const sid = path.startsWith(`${base}/`) ? /\/(\w+)\.json$/.exec(path)?.[1] : undefined;
    return sid === undefined ? violation(`no such path: ${path}`) : update(sid, params);
  }

  function create(
    params: Readonly<Record<string, string>>,
    made: { readonly status: string; readonly errorCode?: number } | undefined,
  ): Said {
    const wrong = wrongCreate(params, now());
    if (wrong !== null) return violation(wrong);
    const { To = "", Body = "", SendAt, MessagingServiceSid: service } = params;
    if (Body === "") return problem(400, 21602, "Message body is required.");
    if (Body.length > 1_600) return problem(400, 21617, "The body exceeds 1600 characters.");
    if (!/^\+[1-9]\d{6,14}$/.test(To)) return problem(400, 21211, "Invalid 'To' Phone Number.");
    if (SendAt !== undefined) {
      const ahead = (Date.parse(SendAt) - now()) / 1_000;
      if (ahead < 300 || ahead > 3_024_000) return problem(400, 35114, "SendAt out of range.");
    }
    const status =
      made?.status ??
      (SendAt !== undefined ? "scheduled" : service === undefined ? "queued" : "accepted");
    const sid = `SM${String(messages.length + 1).padStart(32, "0")}`;
    const message = { sid, status, params };
    messages.push(message);
    return { status: 201, body: resource(message, made?.errorCode ?? null) };
  }

  function update(sid: string, params: Readonly<Record<string, string>>): Said {
    const unknown = Object.keys(params).filter((name) => !UPDATE.has(name));
    if (unknown.length > 0) return violation(`undocumented: ${unknown.join(", ")}`);
    if (params.Status !== "canceled") return violation("Status can only become canceled");
    const message = messages.find((each) => each.sid === sid);
    if (message === undefined) return problem(404, 20404, "The resource was not found.");
    if (message.status !== "scheduled")
      return problem(409, 30409, "This message cannot be canceled.");
    message.status = "canceled";
    return { status: 200, body: resource(message, null) };
  }

  const resource = ({ sid, status, params }: TwilioMessage, errorCode: number | null) => ({
    account_sid: accountSid,
    api_version: "2010-04-01",
    body: params.Body,
    date_created: "Thu, 24 Aug 2023 05:01:45 +0000",
    date_sent: null,
    date_updated: "Thu, 24 Aug 2023 05:01:45 +0000",
    direction: "outbound-api",
    error_code: errorCode,
    error_message: null,
    from: params.From ?? null,
    messaging_service_sid: params.MessagingServiceSid ?? null,
    num_media: "0",
    num_segments: params.MessagingServiceSid === undefined ? "1" : "0",
    price: null,
    price_unit: null,
    sid,
    status,
    subresource_uris: { media: `${base}/${sid}/Media.json` },
    to: params.To,
    uri: `${base}/${sid}.json`,
  });

  const sign = (url: string, params: Readonly<Record<string, string>>): SignedWebhook => ({
    url,
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
      "x-twilio-signature": twilio.getExpectedTwilioSignature(authToken, url, params),
    },
    body: new URLSearchParams(params).toString(),
  });

  const listening = await listen(answer, () => {
    if (script[0] !== "reset") return null;
    script.shift();
    return "reset";
  });
  return {
    ...listening,
    messages,
    heard,
    violations,
    close: () => closed(listening, violations),
    behave: (...next) => void script.push(...next),
    callback(sid, status, more = {}) {
      const message = messages.find((each) => each.sid === sid);
      const url = message?.params.StatusCallback;
      if (message === undefined || url === undefined)
        throw new Error(`${sid} asked for no callback`);
      return sign(url, {
        AccountSid: accountSid,
        ApiVersion: "2010-04-01",
        From: message.params.From ?? "+15005550006",
        MessageSid: sid,
        MessageStatus: status,
        SmsSid: sid,
        SmsStatus: status,
        To: message.params.To ?? "",
        ...more,
      });
    },
    inbound: (url, params) =>
      sign(url, {
        AccountSid: accountSid,
        ApiVersion: "2010-04-01",
        NumMedia: "0",
        NumSegments: "1",
        SmsStatus: "received",
        ...params,
      }),
  };
}

function wrongCreate(params: Readonly<Record<string, string>>, now: number): string | null {
  const unknown = Object.keys(params).filter((name) => !CREATE.has(name));
  if (unknown.length > 0) return `undocumented: ${unknown.join(", ")}`;
  const { To, From, MessagingServiceSid: service, StatusCallback, ValidityPeriod } = params;
  if (To === undefined) return "To is missing";
  if (From === undefined && service === undefined) return "neither From nor MessagingServiceSid";
  if (From !== undefined && !/^(\+[1-9]\d{4,14}|\d{3,8}|[A-Za-z0-9 _&.+-]{1,11})$/.test(From))
    return "From is no sender";
  if (service !== undefined && !/^MG[0-9a-fA-F]{32}$/.test(service))
    return "MessagingServiceSid is none";
  if (StatusCallback !== undefined) {
    const { protocol, hostname } = new URL(StatusCallback);
    if (!/^https?:$/.test(protocol) || hostname.includes("_"))
      return "StatusCallback is no address";
  }
  if (ValidityPeriod !== undefined) {
    const seconds = Number(ValidityPeriod);
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > 36_000)
      return "ValidityPeriod is an integer from 1 to 36000";
  }
  return wrongSchedule(params, now);
}

function wrongSchedule(
  { SendAt, ScheduleType, MessagingServiceSid }: Readonly<Record<string, string>>,
  now: number,
): string | null {
  if (SendAt === undefined)
    return ScheduleType === undefined ? null : "ScheduleType without SendAt";
  if (ScheduleType !== "fixed") return "SendAt without ScheduleType=fixed";
  if (MessagingServiceSid === undefined) return "SendAt without a messaging service";
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(SendAt) && Number.isFinite(now)
    ? null
    : "SendAt is no ISO 8601 time in UTC";
}
