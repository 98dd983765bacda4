// What the tests use of the npm library smpp 0.5.1, which has no types of its own.
declare module "smpp" {
  import type { EventEmitter } from "node:events";
  import type { Server as NetServer, Socket } from "node:net";

  export type Value =
    | string
    | number
    | Buffer
    | Date
    | null
    | { readonly message?: string | Buffer; readonly udh?: readonly Buffer[] | Buffer };

  export interface PduFields {
    readonly command_status?: number;
    readonly sequence_number?: number;
    readonly [field: string]: Value | undefined;
  }

  export class PDU {
    constructor(command: string | Buffer, fields?: PduFields);
    readonly command: string;
    readonly command_length: number;
    readonly command_id: number;
    readonly command_status: number;
    readonly sequence_number: number;
    readonly system_id?: string;
    readonly password?: string;
    readonly source_addr?: string;
    readonly destination_addr?: string;
    readonly message_id?: string;
    readonly user_message_reference?: number;
    readonly [field: string]: Value | undefined | ((...given: never[]) => unknown);
    response(fields?: PduFields): PDU;
    toBuffer(): Buffer;
  }

  export interface Session extends EventEmitter {
    readonly socket: Socket;
    send(pdu: PDU, onResponse?: (response: PDU) => void): boolean;
    deliver_sm(fields: PduFields, onResponse: (response: PDU) => void): boolean;
    data_sm(fields: PduFields, onResponse: (response: PDU) => void): boolean;
    enquire_link(fields: PduFields, onResponse: (response: PDU) => void): boolean;
    unbind(fields: PduFields, onResponse: (response: PDU) => void): boolean;
    destroy(): void;
  }

  export interface ServerOptions {
    readonly key?: string;
    readonly cert?: string;
  }

  export const errors: Readonly<Record<string, number>>;

  export function createServer(
    options: ServerOptions,
    onSession: (session: Session) => void,
  ): NetServer;
}
