// @ts-expect-error The package has no types of its own; the parts used here are told below.
import untyped from "split-sms";

interface Part {
  readonly content: string;
  /** Characters. */
  readonly length: number;
  readonly bytes: number;
}

export const splitSms = untyped as {
  split(message: string): {
    readonly characterSet: "GSM" | "Unicode";
    readonly parts: readonly Part[];
  };
};
