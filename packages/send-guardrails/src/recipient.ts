/** What an address names. It is stated by whoever allows it and whoever sends to it, and never guessed from the address. */
export type Kind = "user" | "room";

export interface Recipient {
  /** In the one form that goes on the wire; two recipients are the same if and only if these are, byte for byte. */
  readonly address: string;
  readonly kind: Kind;
}

export type AddressAnswer =
  | { readonly ok: true; readonly address: string }
  /** The message says what is wrong and never repeats the address. */
  | { readonly ok: false; readonly message: string };

/** The channel's own syntax, strict: whatever could be taken for another address is refused. */
export type ReadAddress = (text: string) => AddressAnswer;
