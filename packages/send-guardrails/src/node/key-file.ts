import { closeSync, constants, fsyncSync, readFileSync, writeSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { openPrivate, PrivateFileError } from "./private-files.ts";

const BYTES = 32;

/** The key that hashes and chains are made with: read, or made once. Its folder must exist. */
export function keyFile(path: string): Uint8Array {
  try {
    const made = openPrivate(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY);
    try {
      writeSync(made, randomBytes(BYTES));
      fsyncSync(made);
    } finally {
      closeSync(made);
    }
  } catch (error) {
    if (!(error instanceof PrivateFileError) || error.code !== "EEXIST") throw error;
  }
  const descriptor = openPrivate(path, constants.O_RDONLY);
  try {
    const key = readFileSync(descriptor);
    if (key.length !== BYTES)
      throw new PrivateFileError(
        "unsafe_file",
        `The key file ${path} does not hold ${BYTES} bytes.`,
      );
    return key;
  } finally {
    closeSync(descriptor);
  }
}
