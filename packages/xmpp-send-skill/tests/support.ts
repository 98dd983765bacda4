// The skill over the real xmpp-connect service, whose account is the sandbox: it reaches nobody, and answers by name.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog, openSqliteStore, randomIds, systemClock } from "@underclaim/runtime";
import { openXmppConnect, XmppConfiguration } from "@underclaim/xmpp-connect";
import { onTestFinished } from "vitest";
import {
  openSkill,
  SkillConfiguration,
  type Caller,
  type OpenedSkill,
  type OpenSkillOptions,
} from "../src/index.ts";

export const CALLER: Caller = { principal: "local", conversationId: null, canElicit: false };
export const BOSS = "boss@sandbox.example";
const URL_OF_SERVICE = "http://127.0.0.1:7101";

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** A room that the service stays in. */
export const ROOM = "room-acknowledges@rooms.sandbox.example";

export interface Stage extends OpenedSkill {
  /** What the service was asked, in order. */
  readonly asked: readonly Asked[];
  /** The texts that went to an address. */
  textsTo(address: string): readonly string[];
}

export interface StageOptions {
  readonly skill?: object;
  readonly time?: OpenSkillOptions["time"];
  /** Stands between the skill and the service. */
  readonly between?: (request: Asked, go: () => Promise<Response>) => Promise<Response>;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-skill-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function openStage({
  skill = {},
  time,
  between = (_, go) => go(),
}: StageOptions = {}): Promise<Stage> {
  const folder = temporaryFolder();
  const service = await openXmppConnect({
    configuration: XmppConfiguration.parse({
      accounts: [
        {
          kind: "sandbox",
          account: "desk",
          pace: "PT0S",
          rooms: [{ name: "team", room: ROOM, nick: "desk" }],
        },
      ],
      raw: { enabled: true },
    }),
    store: await openSqliteStore({ folder: join(folder, "service") }),
    clock: systemClock,
    ids: randomIds,
    log: createLog({ level: "silent", destination: { write: () => undefined } }),
  });
  await service.app.ready();
  await service.runtime.start();
  const asked: Asked[] = [];
  const ask = async (url: string, init: RequestInit): Promise<Response> => {
    const request: Asked = {
      method: init.method ?? "GET",
      path: url.slice(URL_OF_SERVICE.length),
      body: typeof init.body === "string" ? JSON.parse(init.body) : null,
    };
    asked.push(request);
    return between(request, async () => {
      const { statusCode, body } = await service.app.inject({
        method: request.method === "POST" ? "POST" : "GET",
        url: request.path,
        ...(request.body === null ? {} : { payload: request.body as object }),
      });
      return new Response(body, { status: statusCode });
    });
  };
  const opened = openSkill({
    configuration: SkillConfiguration.parse({
      allowed_contacts: [
        "receives@sandbox.example",
        "silent@sandbox.example",
        { jid: "team@rooms.sandbox.example", kind: "room" },
        { jid: ROOM, kind: "room" },
      ],
      own_jid: "desk@sandbox.example",
      state_path: join(folder, "state"),
      audit: { log_path: join(folder, "audit/log.jsonl") },
      service: { url: URL_OF_SERVICE, account: "desk" },
      ...skill,
    }),
    time,
    fetch: (input, init) => ask(input instanceof Request ? input.url : String(input), init ?? {}),
  });
  onTestFinished(async () => {
    await opened.skill.close();
    await service.app.close();
    await service.close();
  });
  return {
    ...opened,
    asked,
    textsTo: (address) =>
      asked.flatMap(({ path, body }) => {
        if (path !== "/adapter/actions") return [];
        const { target_endpoint, content } = body as {
          target_endpoint: { value: string };
          content: { body_text: string };
        };
        return target_endpoint.value === address ? [content.body_text] : [];
      }),
  };
}
