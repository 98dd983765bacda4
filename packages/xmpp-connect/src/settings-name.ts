import { z } from "zod";

/** What accounts, rooms and nodes are called in the configuration, in routes and in evidence. */
export const Name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, "a name of letters, digits, '_', '.' and '-'");
