// The package has no types of its own; these are the parts used here.
declare module "split-sms" {
  interface Part {
    readonly content: string | undefined;
    /** Characters. */
    readonly length: number;
    readonly bytes: number;
  }
  interface Split {
    readonly characterSet: "GSM" | "Unicode";
    readonly parts: readonly Part[];
  }
  const splitSms: { split(message: string, options?: { readonly summary?: boolean }): Split };
  export default splitSms;
}
