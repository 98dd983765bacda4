import { connect as tcpConnect, isIP } from "node:net";
import type { Duplex } from "node:stream";
import { checkServerIdentity, connect as tlsConnect } from "node:tls";
import type { SmppSettings } from "./settings.ts";

/** Opens the way to an SMSC: resolves when octets may be written, with TLS once the SMSC has shown who it is. Rejects else. */
export type Connect = (settings: SmppSettings, signal: AbortSignal) => Promise<Duplex>;

export const connectToSmsc: Connect = ({ host, port, tls }, signal) => {
  if (!tls.enabled) return opened(tcpConnect({ host, port, noDelay: true }), "connect", signal);
  const name = tls.server_name ?? host;
  const socket = tlsConnect({
    host,
    port,
    minVersion: "TLSv1.2",
    rejectUnauthorized: true,
    checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
    // Server name indication is of names alone (RFC 6066 §3).
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(tls.ca === undefined ? {} : { ca: tls.ca.current().reveal() }),
  });
  socket.setNoDelay(true);
  return opened(socket, "secureConnect", signal);
};

function opened(socket: Duplex, event: string, signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => {
      settle();
      socket.destroy();
      reject(error);
    };
    const aborted = (): void => failed(new Error("The connection took too long."));
    const ready = (): void => {
      settle();
      resolve(socket);
    };
    const settle = (): void => {
      socket.off("error", failed);
      socket.off(event, ready);
      signal.removeEventListener("abort", aborted);
      // What still comes after a failure is nobody's any more, and must not end the process.
      socket.on("error", () => undefined);
    };
    socket.once("error", failed);
    socket.once(event, ready);
    signal.addEventListener("abort", aborted, { once: true });
    if (signal.aborted) aborted();
  });
}
