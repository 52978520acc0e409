import { describe, expect, test } from "vitest";

import { givenToken, isForeign, isKnownHost, isToken } from "../../../src/dashboard/server/access.ts";

const local = { host: "127.0.0.1", token: null };
const open = { host: "dash.plant.example", token: "t".repeat(32) };

describe("the Host header", () => {
  test.each(["127.0.0.1", "127.0.0.1:8473", "localhost:8473", "LOCALHOST", "[::1]:8473"])(
    "%s is this machine",
    (host) => {
      expect(isKnownHost(host, local)).toBe(true);
    },
  );

  test.each([
    undefined,
    "",
    "evil.example",
    "evil.example:8473",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evil.example#localhost",
    "localhost@evil.example",
    "192.168.1.5:8473",
    "[::1",
  ])("%s is not", (host) => {
    expect(isKnownHost(host, local)).toBe(false);
  });

  test("with a token addresses are known, and the name that was given, but no other name", () => {
    expect(isKnownHost("192.168.1.5:8473", open)).toBe(true);
    expect(isKnownHost("Dash.Plant.example", open)).toBe(true);
    expect(isKnownHost("evil.example", open)).toBe(false);
  });
});

describe("a request from elsewhere", () => {
  const own = { host: "localhost:8473", origin: undefined, fetchSite: undefined, fetchMode: undefined };

  test.each([
    ["a tool without such headers", own],
    [
      "the page itself",
      { ...own, origin: "http://localhost:8473", fetchSite: "same-origin", fetchMode: "cors" },
    ],
    ["an address that was typed", { ...own, fetchSite: "none", fetchMode: "navigate" }],
  ])("%s is welcome", (_, from) => {
    expect(isForeign(from, false)).toBe(false);
  });

  test.each([
    ["another site", { ...own, origin: "http://evil.example", fetchSite: "cross-site", fetchMode: "cors" }],
    [
      "another port of this machine",
      { ...own, origin: "http://localhost:3000", fetchSite: "same-site", fetchMode: "cors" },
    ],
    ["a sandboxed frame", { ...own, origin: "null" }],
    ["an image of another site", { ...own, fetchSite: "cross-site", fetchMode: "no-cors" }],
  ])("%s is not", (_, from) => {
    expect(isForeign(from, false)).toBe(true);
  });

  test("a link that was followed opens the page, but not the API", () => {
    const followed = { ...own, fetchSite: "cross-site", fetchMode: "navigate" };
    expect(isForeign(followed, true)).toBe(false);
    expect(isForeign(followed, false)).toBe(true);
  });
});

test("a token is found in either header and compared as a whole", () => {
  expect(givenToken({ authorization: "Bearer abc" })).toBe("abc");
  expect(givenToken({ cookie: "a=b; indkpi_token=abc; c=d" })).toBe("abc");
  expect(givenToken({ cookie: "not_indkpi_token=abc" })).toBeUndefined();
  expect(isToken("abc", "abc")).toBe(true);
  expect(isToken("ab", "abc")).toBe(false);
  expect(isToken(undefined, "abc")).toBe(false);
});
