import { expect, test } from "vitest";

import { UserError } from "../../../src/lib/errors.ts";
import { machineError } from "../../../src/lib/machine-error.ts";

function systemError(code: string, syscall: string, path?: string): Error {
  return Object.assign(new Error(`${code}: words of Node`), { code, syscall, ...(path && { path }) });
}

function blamed(cause: Error): UserError {
  return new UserError(`sql/gold/fact_oee.sql: ${cause.message}\n  1 | select`, {
    code: "SQL_FAILED",
    cause,
  });
}

test("what Node reports is told with its place and a remedy", () => {
  const full = machineError(systemError("ENOSPC", "write"));
  expect(full).toMatchObject({ message: "the disk is full (write)", code: "DISK_FULL", exitCode: 1 });
  expect(full?.hint).toContain("free some space");
  expect(machineError(systemError("EROFS", "mkdir", "/data/gold"))).toMatchObject({
    message: "the file system is read-only (mkdir /data/gold)",
    code: "READ_ONLY",
  });
  expect(machineError(systemError("EXDEV", "rename"))).toMatchObject({
    message: "EXDEV: words of Node",
    code: "EXDEV",
  });
});

test("what DuckDB reports is the same, also where a model was blamed for it", () => {
  const full = new Error('IO Error: Could not write file "/w/gold/x": No space left on device');
  expect(machineError(full)).toMatchObject({
    message: `the disk is full (${full.message})`,
    code: "DISK_FULL",
  });
  expect(machineError(blamed(full))).toMatchObject({
    message: `the disk is full (sql/gold/fact_oee.sql: ${full.message})`,
    code: "DISK_FULL",
  });
  const memory = new Error("Out of Memory Error: could not allocate block of size 256.0 KiB");
  expect(machineError(blamed(memory))).toMatchObject({ code: "OUT_OF_MEMORY" });
  const spill = new Error("Out of Memory Error: failed to offload data block (max_temp_directory_size)");
  expect(machineError(spill)).toMatchObject({ code: "DISK_FULL" });
});

test("everything else is left to others", () => {
  const texts = [
    "Binder Error: no column",
    "Invalid Input Error: No space left on device",
    "no space left on device",
  ];
  for (const text of texts) expect(machineError(new Error(text))).toBeUndefined();
  const own = new UserError("no relation", {
    code: "UNKNOWN_RELATION",
    cause: systemError("EACCES", "open"),
  });
  expect(machineError(own)).toBeUndefined();
  expect(machineError("text")).toBeUndefined();
});
