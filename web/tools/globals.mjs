// What every browser has and the oldest Node that runs the tests (18) has not.
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
