import { expect, test } from "vitest";

import { urlsToTry } from "../../../src/publish/urls-to-try.ts";

const none = {
  sslmode: undefined,
  sslrootcert: undefined,
  sslcert: undefined,
  sslkey: undefined,
  connect_timeout: undefined,
};
const url = "postgres://u:p%40ss@h:5432/d";
const compatible = "uselibpqcompat=true";

test.each<
  [
    what: string,
    given: string,
    variables: Partial<typeof none> | Record<string, string>,
    urls: readonly string[],
  ]
>([
  ["nothing of TLS", url, {}, [url]],
  ["a mode", `${url}?sslmode=require`, {}, [`${url}?sslmode=require&${compatible}`]],
  ["a mode by variable", url, { sslmode: "require" }, [`${url}?sslmode=require&${compatible}`]],
  [
    "the URL before the variable",
    `${url}?sslmode=disable`,
    { sslmode: "require" },
    [`${url}?sslmode=disable&${compatible}`],
  ],
  ["an empty variable", url, { sslmode: "" }, [url]],
  [
    "prefer",
    `${url}?sslmode=prefer`,
    {},
    [`${url}?sslmode=prefer&${compatible}`, `${url}?sslmode=disable&${compatible}`],
  ],
  [
    "other parameters and odd characters",
    `${url}?application_name=a%20b&sslmode=verify-ca&sslrootcert=%2Fca%3F.pem`,
    { connect_timeout: "3" },
    [
      `${url}?application_name=a+b&sslmode=verify-ca&sslrootcert=%2Fca%3F.pem&connect_timeout=3&${compatible}`,
    ],
  ],
])("%s", (_, given, variables, urls) => {
  expect(urlsToTry(given, { ...none, ...variables })).toEqual(urls);
});

test.each([
  ["host=h password=hush", "the URL of the database does not begin with postgres://"],
  [`${url}?sslmode=yes`, 'there is no sslmode "yes"'],
  [`${url}?sslmode=verify-ca`, "sslmode=verify-ca needs the certificate to verify by"],
])("%s is refused", (given, message) => {
  expect(() => urlsToTry(given, none)).toThrow(message);
});
