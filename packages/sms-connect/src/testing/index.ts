export { smsDriver } from "./sms-driver.ts";
