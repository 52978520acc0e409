import { expect, test } from "vitest";

import { outcomes, plainPlant } from "./plain-plant.ts";

test("energy is power times time, state by state", () => {
  const powerKw = {
    RUNNING: 20,
    SETUP: 5,
    IDLE: 3,
    STOPPED: 3,
    STARVED: 3,
    BLOCKED: 4,
    FAILURE: 1,
    MAINTENANCE: 1,
    OFF: 0.5,
  };
  const sampling = { onS: 60, offS: 900, heartbeatS: 86_400 };
  const plant = { ...plainPlant(3, { powerKw }, { powerKw, idealCycleS: 400 }), sampling };
  for (const { ms, energyJ } of outcomes(plant, 30, 8)) {
    const expected = 20 * ms.running + 3 * ms.starved + 4 * ms.blocked + ms.breakdown;
    // The load scatters by 6 % from sample to sample around its mean.
    expect(Math.abs(energyJ / expected - 1)).toBeLessThan((3 * 0.06) / Math.sqrt(30 * 1440) + 1e-3);
  }
});

test("scrap is as frequent as its ratio says", () => {
  const [machine] = outcomes(
    plainPlant(0, { scrapRatio: 0.05, detectedShare: 1, startUpScrap: { factor: 1, pieces: 0 } }),
    100,
    6,
  );
  const pieces = (machine?.good ?? 0) + (machine?.scrap ?? 0);
  const share = (machine?.scrap ?? 0) / pieces;
  expect(Math.abs(share - 0.05)).toBeLessThan(3 * Math.sqrt((0.05 * 0.95) / pieces));
});

test("a worn machine fails more often when its failures react to health", () => {
  const countWith = (healthEffect: number): number => {
    const failure = { meanOperatingH: 10, shape: 1, healthEffect };
    const [machine] = outcomes(plainPlant(0, { failure, wearPerOperatingH: 0.02 }), 150, 2);
    return machine?.failures.length ?? 0;
  };
  expect(countWith(3)).toBeGreaterThan(1.2 * countWith(0));
});

test("more fitters shorten failures, and a faster repair makes a machine more available", () => {
  const downWith = (machinesPerFitter: number, meanMin: number): number => {
    const repair = { meanMin, cv: 1 };
    const plant = { ...plainPlant(50, { repair }, { repair }, { repair }), machinesPerFitter };
    return outcomes(plant, 100, 7).reduce((sum, { ms }) => sum + ms.breakdown, 0);
  };
  expect(downWith(1, 120)).toBeLessThan(downWith(3, 120));
  expect(downWith(1, 60)).toBeLessThan(downWith(1, 120));
});
