import { PassThrough } from "node:stream";

import { sqlDirectory } from "../../src/lib/paths.ts";
import { publishStar } from "../../src/publish/publish.ts";
import { readStarSchema } from "../../src/publish/star-schema.ts";
import { withWideGold } from "./wide-gold.ts";

/** One publication of the wide Gold of a directory, in a process of its own. */

const [directory = "", rows = "", url = ""] = process.argv.slice(2);
const variables = {
  sslmode: undefined,
  sslrootcert: undefined,
  sslcert: undefined,
  sslkey: undefined,
  connect_timeout: undefined,
};
const schema = await readStarSchema(sqlDirectory());
await withWideGold(directory, Number(rows), (database) =>
  publishStar(
    { database, schema, views: [], dictionary: [] },
    { url, variables, isFullRefresh: false },
    {
      signal: new AbortController().signal,
      note: () => {},
      warn: () => {},
      stderr: new PassThrough(),
      now: () => performance.now(),
      hasProgress: false,
    },
  ),
);
