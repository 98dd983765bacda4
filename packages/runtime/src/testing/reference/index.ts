export { referenceDriver } from "./driver.ts";
export { referenceConnect } from "./adapter.ts";
export { RECEIPT_WITHIN_MS } from "./actions/send.ts";
export { signatureHeaders } from "./native/signature.ts";
export { referenceProvider, type ReferenceProviderOptions } from "./provider/http.ts";
export {
  providerDouble,
  type DoubleBehaviour,
  type DoubleMessage,
  type ProviderDouble,
  type ProviderDoubleOptions,
  type ReceiptOptions,
} from "./provider-double.ts";
