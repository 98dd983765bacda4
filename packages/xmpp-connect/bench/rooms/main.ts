import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { temporaryFolders } from "../../../runtime/bench/lib/temporary-folders.ts";
import { crowdOf } from "./crowd.ts";

/** Plain JavaScript. */
const TOOLS = new URL("../../../../scripts/test/system-tools.mjs", import.meta.url);
interface Tools {
  readonly findSystemTools: () => Readonly<Record<string, string>>;
}
interface Mark {
  readonly cpuMs: number;
  readonly restMs: number;
  readonly rssMb: number;
  readonly heapMb: number;
}
interface Measured {
  readonly occupants: number;
  /** CPU of the service's process, all threads, for each message that the room sent it. */
  readonly cpu_us: number;
  readonly rss_mb: number;
  /** Of the room, entered, before anybody has spoken. */
  readonly heap_mb: number;
  /** What the heap grew by while the messages came, the first of them aside. */
  readonly heap_growth_mb: number;
}

const BRIDGE = "crowd.xmpp.test";
const SECRET = "s3cr3t";

/** What a room of many costs against a room of few: CPU for each message, and memory. No peer: the limit is flatness. */
export async function rooms(): Promise<object> {
  const many = Number(process.env["UNDERCLAIM_BENCH_OCCUPANTS"] ?? 1_000);
  const messages = Number(process.env["UNDERCLAIM_BENCH_MESSAGES"] ?? 500);
  const { findSystemTools } = (await import(TOOLS.href)) as Tools;
  Object.assign(process.env, { ...findSystemTools(), ...process.env });
  const few = Math.max(2, Math.floor(many / 100));
  const small = await measure(few, messages);
  const large = await measure(many, messages);
  return {
    bench: "rooms",
    messages,
    few: small,
    many: large,
    ratio: Number((large.cpu_us / small.cpu_us).toFixed(2)),
    heap_kb_an_occupant: Number(
      (((large.heap_mb - small.heap_mb) * 1_024) / (many - few)).toFixed(2),
    ),
  };
}

async function measure(occupants: number, messages: number): Promise<Measured> {
  const { startProsody } = await import("../../tests/support/prosody.ts");
  const { ROOM_COMPONENT, roomJid } = await import("../../tests/support/room.ts");
  const server = await startProsody({
    users: ["desk"],
    without: ["mam"],
    settings: `${ROOM_COMPONENT}\nComponent "${BRIDGE}"\n  component_secret = "${SECRET}"\n`,
  });
  const folders = temporaryFolders(1);
  const crowd = await crowdOf(server.componentPort, BRIDGE, SECRET);
  const who = (index: number): string => `user${index}@${BRIDGE}/here`;
  const room = "bench";
  const form = `<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>http://jabber.org/protocol/muc#roomconfig</value></field><field var="muc#roomconfig_whois"><value>anyone</value></field></x>`;
  let child: ChildProcess | null = null;
  try {
    for (let index = 0; index < occupants; index += 1) {
      await crowd.send(
        `<presence from="${who(index)}" to="${roomJid(room)}/user${index}"><x xmlns="http://jabber.org/protocol/muc"/></presence>`,
      );
      if (index === 0)
        await crowd.send(
          `<iq type="set" id="form" from="${who(0)}" to="${roomJid(room)}"><query xmlns="http://jabber.org/protocol/muc#owner">${form}</query></iq>`,
        );
    }
    // Every entrance is told to everybody who is there: only when that is over there is room for ours.
    await crowd.answered(who(occupants - 1), roomJid(room));
    const order = {
      port: server.port,
      caFile: server.certificates.ca,
      folder: folders.paths[0] ?? "",
      room,
      occupants,
      participant: `user0@${BRIDGE}`,
    };
    child = fork(new URL("./ours.ts", import.meta.url), [JSON.stringify(order)], {
      execArgv: ["--conditions=@underclaim/source", "--expose-gc"],
    });
    await once(child, "message");
    /** Once so many words of the participant's are evidence. */
    const marked = async (times: number): Promise<Mark> => {
      child?.send(times);
      const [mark] = (await once(child as ChildProcess, "message")) as [Mark];
      return mark;
    };
    const entered = await marked(0);
    const say = (index: number, content: string, id: string): Promise<void> =>
      crowd.send(
        `<message type="groupchat" from="${who(index)}" to="${roomJid(room)}" id="${id}">${content}</message>`,
      );
    const part = async (name: string, count: number, times: number): Promise<Mark> => {
      for (let number = 0; number < count; number += 1)
        await say(
          number % occupants,
          number % 10 === 0
            ? `<body>OK, but not to that</body>`
            : `<body>What was that about, does anybody in here know any more?</body>`,
          `${name}${number}`,
        );
      // The one word that is evidence: the known participant's, found by recency.
      await say(0, `<body>ACK</body>`, `${name}-last`);
      return marked(times);
    };
    // The first find code that has not been compiled.
    const before = await part("warm", Math.max(100, Math.floor(messages / 4)), 1);
    const after = await part("m", messages, 2);
    console.error(`${occupants} occupants: ${JSON.stringify({ entered, before, after })}`);
    return {
      occupants,
      cpu_us: Math.round(((after.cpuMs - before.restMs) * 1_000) / messages),
      rss_mb: Math.round(after.rssMb),
      heap_mb: Number(entered.heapMb.toFixed(1)),
      heap_growth_mb: Number((after.heapMb - before.heapMb).toFixed(1)),
    };
  } finally {
    child?.kill();
    crowd.close();
    folders.remove();
    await server.stop();
  }
}
