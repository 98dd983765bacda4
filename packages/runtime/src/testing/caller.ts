import { UnderclaimError, type EvidenceEvent } from "@underclaim/contract";
import type { Answer, TextAnswer } from "@underclaim/contract/golden";
import type { Life } from "./life.ts";
import { OWNER, type Tester } from "./testers.ts";

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What a caller sees whose connection breaks before an answer. */
const NO_ANSWER: TextAnswer = { status: 599, headers: {}, body: "" };

/** Somebody at the adapter's HTTP interface, who writes down every problem that is answered. */
export function callerOf(alive: () => Life) {
  let problems: string[] = [];

  async function inject(sent: Sent, as: Tester | null = OWNER): Promise<TextAnswer> {
    const { app, died } = alive();
    const json = sent.body !== undefined && typeof sent.body !== "string";
    const answering = app
      .inject({
        method: sent.method as "GET",
        url: sent.path,
        headers: {
          host: "adapter.test",
          ...(as === null ? {} : { authorization: `Bearer ${as.key.reveal()}` }),
          ...(json ? { "content-type": "application/json" } : {}),
          ...sent.headers,
        },
        ...(sent.body === undefined
          ? {}
          : { payload: json ? JSON.stringify(sent.body) : sent.body }),
      })
      .then((response): TextAnswer => ({
        status: response.statusCode,
        headers: Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
        ),
        body: response.body,
      }));
    const answer = await Promise.race([answering, died.then(() => NO_ANSWER)]);
    if ((answer.headers["content-type"] ?? "").includes("problem+json")) problems.push(answer.body);
    return answer;
  }

  const asJson = (answer: TextAnswer): Answer => ({ ...answer, body: readJson(answer.body) });
  const ask = async (path: string): Promise<Answer> =>
    asJson(await inject({ method: "GET", path }));
  const askFor = async <T>(path: string): Promise<T> => {
    const answer = await ask(path);
    if (answer.status !== 200) {
      throw new UnderclaimError("driver", `GET ${path} answered ${answer.status}.`);
    }
    return answer.body as T;
  };

  async function ledger(as: Tester, pageSize: number): Promise<EvidenceEvent[]> {
    const events: EvidenceEvent[] = [];
    for (let after = ""; ;) {
      const path = `/adapter/events?limit=${pageSize}${after === "" ? "" : `&after=${after}`}`;
      const page = asJson(await inject({ method: "GET", path }, as)).body as {
        readonly events: readonly EvidenceEvent[];
        readonly next: string;
      };
      events.push(...page.events);
      if (page.events.length === 0) return events;
      after = page.next;
    }
  }

  return {
    inject,
    ask,
    askFor,
    asJson,
    ledger,
    problems: (): readonly string[] => problems,
    forget: (): void => {
      problems = [];
    },
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
