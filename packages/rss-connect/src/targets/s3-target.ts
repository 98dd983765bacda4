// An object in an S3-compatible store. The client is loaded only where one is configured.
import type { Secret } from "@underclaim/runtime";
import type { PublicationTarget, PutAnswer } from "./port.ts";

export interface S3Settings {
  /** With the bucket: https://s3.example.com/bucket, or https://bucket.s3.example.com. */
  readonly endpoint: string;
  readonly region: string;
  readonly key: string;
  readonly accessKeyId: () => Secret;
  readonly secretAccessKey: () => Secret;
  readonly timeoutMs: number;
}

export function s3Target(settings: S3Settings): PublicationTarget {
  const { endpoint, region, key, timeoutMs } = settings;
  return {
    async put({ bytes, contentType }): Promise<PutAnswer> {
      const { S3mini, S3ServiceError } = await import("s3mini");
      // Made anew each time: its secret may have been rotated since.
      const client = new S3mini({
        endpoint,
        region,
        accessKeyId: settings.accessKeyId().reveal(),
        secretAccessKey: settings.secretAccessKey().reveal(),
        requestAbortTimeout: timeoutMs,
      });
      try {
        const answer = await client.putObject(key, Buffer.from(bytes), contentType);
        return answer.ok
          ? { ok: true }
          : { ok: false, reason: String(answer.status), sure: answer.status < 500 };
      } catch (error) {
        if (error instanceof S3ServiceError) {
          const { status, serviceCode } = error;
          return { ok: false, reason: `${status} ${serviceCode ?? ""}`.trim(), sure: status < 500 };
        }
        // No answer: the store may have taken it.
        return { ok: false, reason: "no answer", sure: false };
      }
    },
  };
}
