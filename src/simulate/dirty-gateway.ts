import { breakLine } from "./broken-line.ts";
import type { DirtLevel } from "./dirt-level.ts";
import type { DirtRecord } from "./dirt-record.ts";
import { createDirtRecord } from "./dirt-record.ts";
import type { DirtyCounter } from "./dirty-counter.ts";
import { createDirtyCounter } from "./dirty-counter.ts";
import type { Disturbance, DisturbanceSchedule } from "./disturbance.ts";
import { scheduleDisturbances } from "./disturbance.ts";
import { createHeldLines } from "./held-lines.ts";
import type { Draw } from "./random-stream.ts";
import { randomStream } from "./random-stream.ts";
import type { UtcMs } from "./site-clock.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "./site-clock.ts";
import type { Gateway, TelemetryLine } from "./telemetry-writer.ts";
import type { TruthDirt } from "./truth-rows.ts";

/** A gateway that loses, repeats, delays and spoils lines, and knows what it did. */
export interface DirtyGateway extends Gateway {
  readonly take: (endMs?: UtcMs) => readonly TruthDirt[];
}

/** The simulation whose telemetry is spoilt. */
interface DirtScope {
  readonly seed: number;
  readonly startMs: UtcMs;
  readonly endMs: UtcMs;
}

interface DirtyMachine {
  readonly record: DirtRecord;
  readonly chance: Draw;
  readonly gaps: DisturbanceSchedule;
  readonly skews: DisturbanceSchedule;
  readonly resets: DisturbanceSchedule;
  readonly counter: DirtyCounter;
  /** Pieces whose count got lost, and when. */
  readonly lostUnits: Map<string, UtcMs>;
  /** Disturbances are recorded once, at their first line. */
  readonly recorded: { gap: Disturbance | null; skew: Disturbance | null; reset: Disturbance | null };
}

/** What looks like a glitch is taken for one once the count is passed again, hours later as it may be. */
const MISTAKEN_MS = 6 * HOUR_MS;
/** Longer after a piece than this nobody measures it. */
const MEASURED_WITHIN_MS = 24 * HOUR_MS;
/** A reset takes a moment: the counter is read once in it, or twice. */
const RESET_MIN = { min: 2, max: 2 };
/** A stranger's figures are nobody's: they are explained for two days around the simulation. */
const STRANGER_SPAN_MS = 48 * HOUR_MS;

export function createDirtyGateway(level: DirtLevel, scope: DirtScope): DirtyGateway {
  const machines = new Map<string, DirtyMachine>();
  const held = createHeldLines();
  const strangers: TruthDirt[] = [];
  let strangerCount = 0;

  const machineOf = (machineId: string): DirtyMachine => {
    let machine = machines.get(machineId);
    if (machine === undefined) {
      machine = createDirtyMachine(machineId, level, scope);
      machines.set(machineId, machine);
    }
    return machine;
  };

  const addStranger = ({ atMs, machineId }: TelemetryLine, write: (text: string) => void): void => {
    const stranger = `GHOST_${machineId}`;
    const ts = new Date(atMs).toISOString();
    strangerCount += 1;
    const id = `${machineId}-ghost-${strangerCount}`;
    write(
      `{"ts":"${ts}","machine_id":"${stranger}","event_type":"state","event_id":"${id}","state":"RUNNING"}\n`,
    );
    const fromMs = scope.startMs - STRANGER_SPAN_MS;
    const untilMs = scope.endMs + STRANGER_SPAN_MS;
    strangers.push({ kind: "unknown_machine", machineId: stranger, fromMs, untilMs, detail: id });
  };

  return {
    pass: (line, write) => {
      const machine = machineOf(line.machineId);
      const text = throughDisturbances(machine, line);
      if (text === null) return;
      const { record, chance } = machine;
      const { duplicateShare, lateShare, latestMin, malformedShare, strangerShare } = level;
      const { atMs } = line;
      if (chance() < malformedShare) {
        const broken = breakLine(text, chance());
        write(broken.text);
        record.harmless("malformed", atMs, broken.kind);
      }
      if (chance() < strangerShare) addStranger(line, write);
      const delayMs = Math.round(latestMin * MINUTE_MS * chance() ** 3);
      const isDuplicate = chance() < duplicateShare;
      if (chance() < lateShare) {
        held.hold(text, atMs + delayMs);
        record.harmless("late", atMs, `${delayMs} ms`);
        if (isDuplicate) write(text);
      } else {
        write(text);
        if (isDuplicate) held.hold(text, atMs + delayMs);
      }
      if (isDuplicate) record.harmless("duplicate", atMs, `${delayMs} ms apart`);
    },
    release: held.release,
    take: (endMs) => {
      const taken = [...machines.values()].flatMap(({ record }) => record.take(endMs));
      return [...taken, ...strangers.splice(0)];
    },
  };
}

/**
 * The line as the machine's gateway sends it; null where it is lost. What people and instruments say does not pass there;
 * but nobody measures a piece that was never booked: its verdict would be taken for that of another machine.
 */
function throughDisturbances(machine: DirtyMachine, { eventType, atMs, rest }: TelemetryLine): string | null {
  const { record, counter, lostUnits } = machine;
  if (eventType === "inspection" && lostUnits.delete(unitIdOf(rest))) {
    record.harmless("unmeasured", atMs, "the count of the piece is missing");
    return null;
  }
  if (eventType === "reason" || eventType === "inspection") return withTs(atMs, rest);
  const gap = machine.gaps.at(atMs);
  if (eventType === "state") record.noteState(atMs, gap === null);
  if (gap !== null) {
    if (machine.recorded.gap !== gap) {
      record.harmful("missing", gap, `${gap.untilMs - gap.fromMs} ms`);
      machine.recorded.gap = gap;
      for (const [unitId, lostMs] of lostUnits) {
        if (lostMs < atMs - MEASURED_WITHIN_MS) lostUnits.delete(unitId);
      }
    }
    if (eventType === "count") lostUnits.set(unitIdOf(rest), atMs);
    return null;
  }
  const skew = machine.skews.at(atMs);
  const offsetMs = skew?.offsetMs ?? 0;
  if (skew !== null && machine.recorded.skew !== skew) {
    const size = Math.abs(offsetMs);
    const span = { fromMs: skew.fromMs - size, untilMs: skew.untilMs + size };
    record.harmful("clock_skew", span, `${offsetMs} ms`);
    machine.recorded.skew = skew;
  }
  if (eventType !== "counter") return withTs(atMs + offsetMs, rest);
  const reading = counter.read(rest);
  if (reading.isRollover) record.harmless("counter_rollover", atMs, "65536");
  const reset = machine.resets.at(atMs);
  if (reset !== null && machine.recorded.reset !== reset) {
    const looks = counter.reset();
    const untilMs = looks === "like a glitch" ? atMs + MISTAKEN_MS : atMs;
    if (looks === "like a reset") record.harmless("counter_reset", atMs, looks);
    else record.harmful("counter_reset", { fromMs: atMs, untilMs }, looks);
    machine.recorded.reset = reset;
  }
  return withTs(atMs + offsetMs, reading.rest);
}

function unitIdOf(rest: string): string {
  return /"unit_id":"([^"]*)"/.exec(rest)?.[1] ?? "";
}

function withTs(atMs: UtcMs, rest: string): string {
  return `{"ts":"${new Date(atMs).toISOString()}${rest}`;
}

function createDirtyMachine(machineId: string, level: DirtLevel, scope: DirtScope): DirtyMachine {
  const schedule = (name: string, meanH: number, { min, max }: DirtLevel["gapMin"], maxOffsetMs = 0) =>
    scheduleDisturbances(scope, machineId, {
      name,
      meanH,
      minMs: min * MINUTE_MS,
      maxMs: max * MINUTE_MS,
      maxOffsetMs,
    });
  const chance = randomStream(scope.seed, machineId, "dirt");
  return {
    record: createDirtRecord(machineId),
    chance,
    gaps: schedule("gap", level.gapMeanH, level.gapMin),
    skews: schedule("clock skew", level.skewMeanH, level.skewMin, level.maxSkewS * SECOND_MS),
    resets: schedule("counter reset", level.counterResetMeanH, RESET_MIN),
    counter: createDirtyCounter(Math.floor(2000 * chance())),
    lostUnits: new Map(),
    recorded: { gap: null, skew: null, reset: null },
  };
}
