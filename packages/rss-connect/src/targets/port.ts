// Where else a feed's document is put (RssAdapterSpecification §30). One document, whole, each time.

export interface PublishedDocument {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly etag: string;
}

export type PutAnswer =
  | { readonly ok: true }
  /** `reason` names no path, bucket or credential. `sure`: the document that stood there still does. */
  | { readonly ok: false; readonly reason: string; readonly sure: boolean };

export interface PublicationTarget {
  /** Replaces what stood there. Readers see the old document or the new one, never a part. Never rejects. */
  put(document: PublishedDocument): Promise<PutAnswer>;
}
