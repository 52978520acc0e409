import { UserError } from "./errors.ts";

interface Refusal {
  readonly code: string;
  readonly what: string;
  readonly hint: string;
}

const again = "then run the command again: what was published before is untouched";
const otherPlace = "choose another place with --warehouse or --out";

/** What a machine may refuse, by the name that the operating system gives it. */
const refusals: Readonly<Record<string, Refusal>> = {
  ENOSPC: { code: "DISK_FULL", what: "the disk is full", hint: `free some space, ${again}` },
  EDQUOT: { code: "DISK_FULL", what: "the disk quota is used up", hint: `free some space, ${again}` },
  EFBIG: {
    code: "FILE_TOO_LARGE",
    what: "a file grew beyond what this system allows",
    hint: `raise the limit (ulimit -f) or use another file system, ${again}`,
  },
  EROFS: { code: "READ_ONLY", what: "the file system is read-only", hint: otherPlace },
  EACCES: {
    code: "NO_PERMISSION",
    what: "no permission",
    hint: `check who may read and write there, or ${otherPlace}`,
  },
  EPERM: {
    code: "NO_PERMISSION",
    what: "no permission",
    hint: `check who may read and write there, or ${otherPlace}`,
  },
  EMFILE: { code: "TOO_MANY_FILES", what: "too many open files", hint: "raise the limit (ulimit -n)" },
  ENFILE: {
    code: "TOO_MANY_FILES",
    what: "too many open files on this machine",
    hint: "close other programs",
  },
  EIO: { code: "DISK_FAILED", what: "the disk failed to read or write", hint: `check the disk, ${again}` },
  ENOMEM: {
    code: "OUT_OF_MEMORY",
    what: "out of memory",
    hint: `close other programs or give this one more memory, ${again}`,
  },
  ENOENT: { code: "NOT_FOUND", what: "no such file or directory", hint: "check the path" },
  EEXIST: {
    code: "NOT_A_DIRECTORY",
    what: "a file stands where a directory is needed",
    hint: "check the path",
  },
  ENOTDIR: {
    code: "NOT_A_DIRECTORY",
    what: "a file stands where a directory is needed",
    hint: "check the path",
  },
  EISDIR: {
    code: "IS_A_DIRECTORY",
    what: "a directory stands where a file is needed",
    hint: "check the path",
  },
};

/** How DuckDB words the same. */
const wordings: readonly (readonly [wording: RegExp, name: string])[] = [
  [/no space left on device/i, "ENOSPC"],
  [/max_temp_directory_size/, "ENOSPC"],
  [/disk quota exceeded/i, "EDQUOT"],
  [/file too large/i, "EFBIG"],
  [/read-only file system/i, "EROFS"],
  [/permission denied/i, "EACCES"],
  [/too many open files/i, "EMFILE"],
  [/input\/output error/i, "EIO"],
  [/^Out of Memory Error/, "ENOMEM"],
];

/**
 * What the machine refused (a full disk, a missing right, too little memory), as an error with a remedy; undefined
 * when that is not what happened. Every way leads here: Node's own errors, DuckDB's, and SQL that is blamed for either.
 */
export function machineError(error: unknown): UserError | undefined {
  const name = refusalName(error);
  if (name === undefined || !(error instanceof Error)) return undefined;
  const refusal = refusals[name];
  if (refusal === undefined) return new UserError(error.message, { code: name, cause: error });
  const { code, what, hint } = refusal;
  return new UserError(`${what} (${detailOf(error)})`, { code, hint, cause: error });
}

/** Node names the call and mostly the path; DuckDB and the models say it in words. */
function detailOf(error: Error): string {
  if (!("syscall" in error)) return error.message.split("\n")[0] ?? "";
  return "path" in error ? `${String(error.syscall)} ${String(error.path)}` : String(error.syscall);
}

function refusalName(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof UserError) return error.code === "SQL_FAILED" ? refusalName(error.cause) : undefined;
  if ("syscall" in error && "code" in error && typeof error.code === "string") return error.code;
  if (!/^(?:IO|Out of Memory) Error: /.test(error.message)) return undefined;
  return wordings.find(([wording]) => wording.test(error.message))?.[1];
}
