// SMPP 3.4 §4, §5.1.2.1: the PDUs this client speaks, and their mandatory fields in order.
import { cString, octet, shortMessage, type Field } from "./octets.ts";

const sourceAddress = {
  source_addr_ton: octet,
  source_addr_npi: octet,
  source_addr: cString(21),
};
const destinationAddress = {
  dest_addr_ton: octet,
  dest_addr_npi: octet,
  destination_addr: cString(21),
};

/** §4.4.1 and §4.6.1: the same fields. */
const message = {
  service_type: cString(6),
  ...sourceAddress,
  ...destinationAddress,
  esm_class: octet,
  protocol_id: octet,
  priority_flag: octet,
  schedule_delivery_time: cString(17),
  validity_period: cString(17),
  registered_delivery: octet,
  replace_if_present_flag: octet,
  data_coding: octet,
  sm_default_msg_id: octet,
  short_message: shortMessage,
};

const command = <F extends object>(id: number, fields: F) => ({ id, fields });

export const RESPONSE_BIT = 0x8000_0000;

export const COMMANDS = {
  generic_nack: command(0x8000_0000, {}),
  bind_transceiver: command(0x09, {
    system_id: cString(16),
    /** 3.4 says 9; several SMSCs give out longer ones. */
    password: cString(65),
    system_type: cString(13),
    interface_version: octet,
    addr_ton: octet,
    addr_npi: octet,
    address_range: cString(41),
  }),
  bind_transceiver_resp: command(0x8000_0009, { system_id: cString(16) }),
  unbind: command(0x06, {}),
  unbind_resp: command(0x8000_0006, {}),
  enquire_link: command(0x15, {}),
  enquire_link_resp: command(0x8000_0015, {}),
  submit_sm: command(0x04, message),
  submit_sm_resp: command(0x8000_0004, { message_id: cString(65) }),
  deliver_sm: command(0x05, message),
  deliver_sm_resp: command(0x8000_0005, { message_id: cString(65) }),
  data_sm: command(0x103, {
    service_type: cString(6),
    source_addr_ton: octet,
    source_addr_npi: octet,
    source_addr: cString(65),
    dest_addr_ton: octet,
    dest_addr_npi: octet,
    destination_addr: cString(65),
    esm_class: octet,
    registered_delivery: octet,
    data_coding: octet,
  }),
  data_sm_resp: command(0x8000_0103, { message_id: cString(65) }),
  query_sm: command(0x03, { message_id: cString(65), ...sourceAddress }),
  query_sm_resp: command(0x8000_0003, {
    message_id: cString(65),
    final_date: cString(17),
    message_state: octet,
    error_code: octet,
  }),
  cancel_sm: command(0x08, {
    service_type: cString(6),
    message_id: cString(65),
    ...sourceAddress,
    ...destinationAddress,
  }),
  cancel_sm_resp: command(0x8000_0008, {}),
  /** Nothing is answered to it (§4.12.1). */
  alert_notification: command(0x102, {
    source_addr_ton: octet,
    source_addr_npi: octet,
    source_addr: cString(65),
    esme_addr_ton: octet,
    esme_addr_npi: octet,
    esme_addr: cString(65),
  }),
} as const;

export type CommandName = keyof typeof COMMANDS;

/** Those that we send and wait for. */
export type RequestName =
  | "bind_transceiver"
  | "unbind"
  | "enquire_link"
  | "submit_sm"
  | "query_sm"
  | "cancel_sm";

type FieldsOf<C extends CommandName> = (typeof COMMANDS)[C]["fields"];
export type Body<C extends CommandName> = {
  readonly [K in keyof FieldsOf<C>]: FieldsOf<C>[K] extends Field<infer T> ? T : never;
};

const byId = new Map<number, CommandName>(
  (Object.keys(COMMANDS) as CommandName[]).map((name) => [COMMANDS[name].id, name]),
);
export const commandOfId = (id: number): CommandName | null => byId.get(id) ?? null;
