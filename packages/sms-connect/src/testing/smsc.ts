// An SMSC as a golden scripts it: whoever binds is bound, and what is submitted or cancelled waits for its `provider_reply`.
import { Duplex } from "node:stream";
import type { JsonObject } from "@underclaim/runtime";
import type { ScriptedProvider } from "@underclaim/runtime/testing";
import { z } from "zod";
import type { Body, CommandName } from "../provider/smpp/commands.ts";
import type { Connect } from "../provider/smpp/connect.ts";
import { Framer } from "../provider/smpp/framer.ts";
import { decodePdu, encodePdu, type Pdu } from "../provider/smpp/pdu.ts";

const MOST_PDU_OCTETS = 65_536;

/** A response as the golden writes it: `{ command_status: 0x00, message_id: 1A2B }`. */
const Reply = z.strictObject({
  command_status: z.int().min(0).default(0),
  message_id: z.string().max(64).default(""),
});

/** Connections to it are of this process alone. A call that breaks by its script ends the connection without an answer. */
export const scriptedSmsc =
  (provider: Pick<ScriptedProvider, "call">): Connect =>
  async () => {
    const framer = new Framer(MOST_PDU_OCTETS);
    const socket = new Duplex({
      read: () => undefined,
      write(chunk: Uint8Array, _encoding, done) {
        framer.push(chunk);
        for (let frame = framer.next(); frame?.kind === "pdu"; frame = framer.next()) {
          const decoded = decodePdu(frame.bytes);
          if (decoded.ok) void take(decoded.pdu);
        }
        done();
      },
    });

    async function take(pdu: Pdu): Promise<void> {
      switch (pdu.command) {
        case "bind_transceiver":
          return answer(pdu, "bind_transceiver_resp", { system_id: "smsc" });
        case "enquire_link":
          return answer(pdu, "enquire_link_resp", {});
        case "unbind":
          return answer(pdu, "unbind_resp", {});
        case "submit_sm": {
          const reply = await asked(pdu);
          return reply === null
            ? void socket.destroy()
            : answer(pdu, "submit_sm_resp", reply, reply.command_status);
        }
        case "cancel_sm": {
          const reply = await asked(pdu);
          return reply === null
            ? void socket.destroy()
            : answer(pdu, "cancel_sm_resp", {}, reply.command_status);
        }
        default:
      }
    }

    function answer<C extends CommandName>(
      { sequence }: Pdu,
      command: C,
      body: Body<C>,
      status = 0,
    ): void {
      socket.push(encodePdu(command, { sequence, status, body }));
    }

    /** Null: it is not answered. */
    async function asked({ command, body }: Pdu): Promise<z.output<typeof Reply> | null> {
      const request: JsonObject = {
        command,
        ...Object.fromEntries(
          Object.entries(body).map(([name, value]) => [
            name,
            value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
          ]),
        ),
      };
      try {
        return Reply.parse(await provider.call(request));
      } catch (error) {
        if (error instanceof TypeError) return null;
        throw error;
      }
    }

    return socket;
  };
