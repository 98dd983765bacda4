export const SMPP_DELIVER_SM = "smpp.deliver_sm";
