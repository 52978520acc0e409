import { expect, test } from "vitest";

import { formatWeekdays, parseWeekdays } from "../../../src/pipeline/reference/weekdays.ts";

const normalised = (text: string) => {
  const days = parseWeekdays(text);
  return days === undefined ? undefined : formatWeekdays(days);
};

test.for([
  ["Mon-Fri", "Mon,Tue,Wed,Thu,Fri"],
  ["Mon,Wed", "Mon,Wed"],
  ["Sat-Mon", "Mon,Sat,Sun"],
  ["Mon-Wed,Sat", "Mon,Tue,Wed,Sat"],
  ["Sun", "Sun"],
  ["Mon-Sun", "Mon,Tue,Wed,Thu,Fri,Sat,Sun"],
  ["Fri,mon,FRI", "Mon,Fri"],
  ["tue - thu , sun", "Tue,Wed,Thu,Sun"],
  ["Wed-Wed", "Wed"],
  ["Tue-Mon", "Mon,Tue,Wed,Thu,Fri,Sat,Sun"],
])("%s means %s", ([text, expected]) => {
  expect(normalised(text ?? "")).toBe(expected);
});

test.for([
  "",
  "Mon-Fryday",
  "Monday",
  "Mon,,Wed",
  "Mon-",
  "-Fri",
  "Mon-Wed-Fri",
  "Mon;Wed",
  "1-5",
  "Mon–Fri",
])("%s is no list of weekdays", (text) => {
  expect(normalised(text)).toBeUndefined();
});
