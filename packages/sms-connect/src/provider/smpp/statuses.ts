// SMPP 3.4 §5.1.3, with what each says of a submission. The classes are this project's own reading: the specification names
// what was wrong with the PDU, not what that means for the message.
import type { Rejection } from "../../native/rejections.ts";

/** `not_taken`: nothing was accepted, and the same may be accepted later. */
type StatusMeaning = Rejection | "not_taken";

interface StatusEntry {
  readonly code: number;
  readonly name: string;
  readonly means: StatusMeaning;
  /** Whether the same message may be taken later, or elsewhere. */
  readonly retryable: boolean;
}

const row = (
  code: number,
  name: string,
  means: StatusMeaning,
  later: "later" | "never" = "never",
): StatusEntry => ({ code, name, means, retryable: later === "later" });

export const ESME_ROK = 0x00;
export const ESME_RINVCMDLEN = 0x02;
export const ESME_RINVCMDID = 0x03;
export const ESME_RINVBNDSTS = 0x04;
export const ESME_RX_T_APPN = 0x64;
export const ESME_RINVOPTPARSTREAM = 0xc0;

const STATUSES: readonly StatusEntry[] = [
  row(0x01, "ESME_RINVMSGLEN", "content_invalid"),
  row(0x02, "ESME_RINVCMDLEN", "rejected"),
  row(0x03, "ESME_RINVCMDID", "rejected"),
  /** The SMSC holds us for unbound: the session is made anew. */
  row(0x04, "ESME_RINVBNDSTS", "not_taken", "later"),
  row(0x05, "ESME_RALYBND", "rejected", "later"),
  row(0x06, "ESME_RINVPRTFLG", "rejected"),
  row(0x07, "ESME_RINVREGDLVFLG", "rejected"),
  row(0x08, "ESME_RSYSERR", "rejected", "later"),
  row(0x0a, "ESME_RINVSRCADR", "sender_not_allowed"),
  row(0x0b, "ESME_RINVDSTADR", "invalid_number"),
  row(0x0c, "ESME_RINVMSGID", "rejected"),
  row(0x0d, "ESME_RBINDFAIL", "quota"),
  row(0x0e, "ESME_RINVPASWD", "quota"),
  row(0x0f, "ESME_RINVSYSID", "quota"),
  row(0x11, "ESME_RCANCELFAIL", "rejected"),
  row(0x13, "ESME_RREPLACEFAIL", "rejected"),
  row(0x14, "ESME_RMSGQFUL", "not_taken", "later"),
  row(0x15, "ESME_RINVSERTYP", "rejected"),
  row(0x33, "ESME_RINVNUMDESTS", "rejected"),
  row(0x34, "ESME_RINVDLNAME", "rejected"),
  row(0x40, "ESME_RINVDESTFLAG", "rejected"),
  row(0x42, "ESME_RINVSUBREP", "rejected"),
  row(0x43, "ESME_RINVESMCLASS", "rejected"),
  row(0x44, "ESME_RCNTSUBDL", "rejected"),
  row(0x45, "ESME_RSUBMITFAIL", "rejected"),
  row(0x48, "ESME_RINVSRCTON", "sender_not_allowed"),
  row(0x49, "ESME_RINVSRCNPI", "sender_not_allowed"),
  row(0x50, "ESME_RINVDSTTON", "invalid_number"),
  row(0x51, "ESME_RINVDSTNPI", "invalid_number"),
  row(0x53, "ESME_RINVSYSTYP", "quota"),
  row(0x54, "ESME_RINVREPFLAG", "rejected"),
  row(0x55, "ESME_RINVNUMMSGS", "rejected"),
  row(0x58, "ESME_RTHROTTLED", "not_taken", "later"),
  row(0x61, "ESME_RINVSCHED", "rejected"),
  row(0x62, "ESME_RINVEXPIRY", "rejected"),
  row(0x63, "ESME_RINVDFTMSGID", "rejected"),
  row(0x64, "ESME_RX_T_APPN", "rejected", "later"),
  row(0x65, "ESME_RX_P_APPN", "rejected"),
  row(0x66, "ESME_RX_R_APPN", "rejected"),
  row(0x67, "ESME_RQUERYFAIL", "rejected"),
  row(0xc0, "ESME_RINVOPTPARSTREAM", "rejected"),
  row(0xc1, "ESME_ROPTPARNOTALLWD", "rejected"),
  row(0xc2, "ESME_RINVPARLEN", "rejected"),
  row(0xc3, "ESME_RMISSINGOPTPARAM", "rejected"),
  row(0xc4, "ESME_RINVOPTPARAMVAL", "rejected"),
  row(0xfe, "ESME_RDELIVERYFAILURE", "rejected"),
  row(0xff, "ESME_RUNKNOWNERR", "rejected"),
  // Of version 5.0, which some SMSCs answer with whatever was bound.
  row(0x100, "ESME_RSERTYPUNAUTH", "rejected"),
  row(0x101, "ESME_RPROHIBITED", "rejected"),
  row(0x102, "ESME_RSERTYPUNAVAIL", "rejected", "later"),
  row(0x103, "ESME_RSERTYPDENIED", "rejected"),
  row(0x104, "ESME_RINVDCS", "encoding_unsupported"),
];

const byCode = new Map(STATUSES.map((entry) => [entry.code, entry]));

/** Total: a status of a vendor's own (0x400 to 0x4FF) or one that nobody knows is a refusal under its number. */
export const statusOf = (code: number): StatusEntry =>
  byCode.get(code) ?? row(code, statusCode(code), "rejected");

/** `0x00000058`, as the specification writes it. */
export const statusCode = (code: number): string => `0x${code.toString(16).padStart(8, "0")}`;

/** The SMSC refuses who we are. */
export const CREDENTIALS_REFUSED: ReadonlySet<number> = new Set([0x0d, 0x0e, 0x0f]);
