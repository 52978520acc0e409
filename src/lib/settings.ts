import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** What the command line says on every command; undefined where it says nothing. */
export interface SettingFlags {
  readonly warehouse?: string | undefined;
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly debug?: boolean | undefined;
  readonly "no-progress"?: boolean | undefined;
}

/** What holds for a whole invocation. Order: flag, environment, default. */
export interface Settings {
  /** Absolute. */
  readonly warehouse: string;
  /** JSON results on stdout, JSON errors on stderr. */
  readonly isJson: boolean;
  /** No notes and no progress; warnings and errors stay. */
  readonly isQuiet: boolean;
  /** Errors come with their stack. */
  readonly isDebug: boolean;
  readonly hasProgress: boolean;
  /** Whether a terminal may be given colours. */
  readonly hasColor: boolean;
}

export const defaultWarehouse = "./warehouse";

type Environment = Readonly<Record<string, string | undefined>>;

/** Resolves the settings. Only this file reads the environment (NO_COLOR: see no-color.org). */
export function readSettings(
  flags: SettingFlags,
  {
    env = process.env,
    workingDirectory = process.cwd(),
  }: { env?: Environment; workingDirectory?: string } = {},
): Settings {
  const isQuiet = flags.quiet ?? false;
  return {
    warehouse: resolve(workingDirectory, flags.warehouse || env["INDKPI_WAREHOUSE"] || defaultWarehouse),
    isJson: flags.json ?? false,
    isQuiet,
    isDebug: flags.debug ?? false,
    hasProgress: !isQuiet && !(flags["no-progress"] ?? false),
    hasColor: !env["NO_COLOR"] && env["TERM"] !== "dumb",
  };
}

/** Where programs of this user keep what should survive a restart but is no configuration (XDG base directories). */
export function userStateDirectory(env: Environment = process.env): string {
  const base = env["XDG_STATE_HOME"] || env["LOCALAPPDATA"] || join(homedir(), ".local", "state");
  return join(base, "indkpi");
}

/** What the environment says of connections to PostgreSQL beyond what the driver reads itself, by its names in a URL. */
export function readConnectionVariables(env: Environment = process.env) {
  return {
    sslmode: env["PGSSLMODE"],
    sslrootcert: env["PGSSLROOTCERT"],
    sslcert: env["PGSSLCERT"],
    sslkey: env["PGSSLKEY"],
    connect_timeout: env["PGCONNECT_TIMEOUT"],
  };
}
