export type ReplyKind = "reply" | "acknowledgement" | "decline" | "help" | "status" | "stop";
