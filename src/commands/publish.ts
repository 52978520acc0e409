import { defineCommand } from "./command.ts";

export const publishCommand = defineCommand({
  usage: "publish <target>",
  describe: "Load Gold into another database as a star schema; only what changed",
  positionals: {
    target: { choices: ["postgres"] as const, demandOption: true, describe: "Where to" },
  },
  options: {
    url: {
      type: "string",
      requiresArg: true,
      describe: "postgres://user@host:5432/database?sslmode=...; what it lacks, PG* and ~/.pgpass give",
      defaultDescription: "PGHOST, PGUSER, PGDATABASE ...",
    },
    "full-refresh": {
      type: "boolean",
      default: false,
      describe: "Load every date, even those that the database has already",
    },
  },
  examples: [
    ["indkpi publish postgres --url postgres://etl@db.plant:5432/kpi", "with the password in PGPASSWORD"],
    ["PGHOST=localhost PGDATABASE=kpi indkpi publish postgres", "all by variables, as psql takes them"],
    [
      "indkpi publish postgres --url 'postgres://etl@db.plant/kpi?sslmode=verify-full&sslrootcert=ca.pem'",
      "over TLS",
    ],
  ],
  run: async ({ url, "full-refresh": isFullRefresh }, context) => {
    const { publishToPostgres } = await import("./publish-handler.ts");
    return publishToPostgres({ url, isFullRefresh }, context);
  },
});
