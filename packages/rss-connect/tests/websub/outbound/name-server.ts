// A name server on loopback that answers as told (RFC 1035 §4.1).
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { onTestFinished } from "vitest";

/** Addresses by name; `null`: no answer at all. Names that are missing do not exist. */
export type Zone = Readonly<Record<string, readonly string[] | null>>;

const HEADER = 12;
const NO_SUCH_NAME = 3;

/** Its address, as `Resolver.setServers` takes it. */
export async function nameServer(zone: Zone): Promise<string> {
  const socket = createSocket("udp4");
  socket.on("message", (query, { port, address }) => {
    const { name, end } = questionIn(query);
    const type = query.readUInt16BE(end - 4);
    const found = Object.hasOwn(zone, name) ? zone[name] : [];
    if (found === null || found === undefined) return;
    const answers = type === 1 ? found.map(answerOf) : [];
    const header = Buffer.from(query.subarray(0, HEADER));
    header.writeUInt16BE(0x8180 | (Object.hasOwn(zone, name) ? 0 : NO_SUCH_NAME), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(answers.length, 6);
    header.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([header, query.subarray(HEADER, end), ...answers]), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  onTestFinished(() => void socket.close());
  return `127.0.0.1:${socket.address().port}`;
}

function questionIn(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = HEADER;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), end: at + 5 };
}

/** An A record of the name that was asked for. */
const answerOf = (address: string): Buffer =>
  Buffer.from([0xc0, HEADER, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split(".").map(Number)]);
