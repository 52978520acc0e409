import type { MachineParameters, MachineType } from "./machine-parameters.ts";

/** The power of a machine that is on and waits, for whatever. */
const waiting = (kw: number) => ({ IDLE: kw, STOPPED: kw, STARVED: kw, BLOCKED: kw });

/**
 * Default behaviour by type. Sources: [IndKPI] the predecessor project's machine configuration, [Pritsker] job-shop
 * example, [Keller] three years of CNC failures, [OEEForge] [MES generator] [MetalFab] [learn-iot] [virtual-twin] public generators,
 * [milling study] measured power split of a milling centre; everything else is an assumption and marked as one.
 */
export const MACHINE_DEFAULTS: Readonly<Record<MachineType, MachineParameters>> = {
  press: {
    idPrefix: "PRESS",
    name: "Hydraulic press",
    bufferAfter: 30, // scale of [virtual-twin]
    idealCycleS: 65, // [IndKPI]
    cycle: { medianFactor: 1.06, sigma: 0.04 }, // assumption: the best strokes beat the standard by a few per cent
    failure: { meanOperatingH: 12, shape: 1.3 }, // assumption
    failureReasons: [
      { value: "HYDRAULIC_FAULT", weight: 5 },
      { value: "DIE_DAMAGE", weight: 2 },
      { value: "LIGHT_CURTAIN_FAULT", weight: 3 },
    ],
    repair: { meanMin: 45, cv: 0.9 }, // assumption: median 33 min, 95th percentile 119 min
    microStop: { perCycle: 1 / 300, minS: 20, maxS: 120 }, // assumption
    microStopReasons: [{ value: "MISFEED", weight: 1 }],
    changeover: { minMin: 20, maxMin: 45 }, // [OEEForge] 10-45 min; the die change is the changeover
    startUp: { meanMin: 8, cv: 0.4 }, // assumption: oil to temperature
    maintenance: { plannedMin: 60, cv: 0.15 }, // [OEEForge] 20-90 min
    scrapRatio: 0.03, // [IndKPI]
    reworkRatio: 0.004, // assumption
    scrapReasons: [
      { value: "CRACK", weight: 5 },
      { value: "WRINKLE", weight: 3 },
      { value: "SURFACE_DEFECT", weight: 2 },
    ],
    reworkReasons: [{ value: "BURR", weight: 1 }],
    startUpScrap: { factor: 1.5, pieces: 10 }, // [MES generator] factor; pieces: assumption
    // Running near [MetalFab] 20-25 kW; assumption: the pump of a fixed-speed press also runs when idle.
    powerKw: { RUNNING: 22, SETUP: 12, FAILURE: 2, MAINTENANCE: 2, OFF: 0.3, ...waiting(12) },
    temperature: { runningC: 52, restC: 21, timeConstantMin: 45 }, // assumption: oil tank
    vibration: { runningMmS: 1.8, restMmS: 0.15 }, // assumption
    wearPerOperatingH: 0.004, // assumption
  },
  weld_robot: {
    idPrefix: "ROBOT",
    name: "Welding robot",
    bufferAfter: 10, // scale of [virtual-twin]
    idealCycleS: 40, // [IndKPI]
    cycle: { medianFactor: 1.08, sigma: 0.04 }, // assumption
    failure: { meanOperatingH: 8, shape: 1.0 }, // assumption: random electronic and process faults
    failureReasons: [
      { value: "WELD_CONTROLLER_FAULT", weight: 4 },
      { value: "GRIPPER_FAULT", weight: 4 },
      { value: "AXIS_FAULT", weight: 2 },
    ],
    repair: { meanMin: 12, cv: 1.0 }, // derived from a published 88 % cell availability at 87 min between stops
    microStop: { perCycle: 1 / 120, minS: 10, maxS: 60 }, // 100-200 cycles between stops in automatic assembly
    microStopReasons: [
      { value: "TIP_DRESS", weight: 2 },
      { value: "WIRE_FEED", weight: 1 },
    ],
    changeover: { minMin: 5, maxMin: 15 }, // [OEEForge] lower part
    startUp: { meanMin: 4, cv: 0.4 }, // assumption
    maintenance: { plannedMin: 30, cv: 0.15 }, // [OEEForge] 20-90 min
    scrapRatio: 0.01, // [IndKPI]
    reworkRatio: 0.02, // [learn-iot]
    scrapReasons: [
      { value: "POROSITY", weight: 5 },
      { value: "BURN_THROUGH", weight: 3 },
    ],
    reworkReasons: [{ value: "SPATTER", weight: 1 }],
    startUpScrap: { factor: 2, pieces: 20 }, // [MES generator] factor; pieces: assumption
    powerKw: { RUNNING: 8, SETUP: 1.2, FAILURE: 1, MAINTENANCE: 1, OFF: 0.2, ...waiting(1.2) }, // running [MetalFab]
    temperature: { runningC: 44, restC: 21, timeConstantMin: 20 }, // assumption: drive of axis 2
    vibration: { runningMmS: 1.1, restMmS: 0.05 }, // assumption
    wearPerOperatingH: 0.002, // assumption
  },
  cnc: {
    idPrefix: "CNC",
    name: "CNC machining centre",
    bufferAfter: 20, // scale of [virtual-twin]
    idealCycleS: 55, // [IndKPI]
    cycle: { medianFactor: 1.07, sigma: 0.05 }, // assumption
    failure: { meanOperatingH: 20, shape: 1.5 }, // mean [Pritsker]; Weibull with ageing as in the family of [Keller]
    failureReasons: [
      { value: "TOOL_BREAKAGE", weight: 5 },
      { value: "COOLANT_FAULT", weight: 3 },
      { value: "SPINDLE_FAULT", weight: 2 },
    ],
    repair: { meanMin: 60, cv: 1.0 }, // assumption; [Pritsker] has 135 min
    microStop: { perCycle: 1 / 200, minS: 15, maxS: 90 }, // 100-200 cycles between stops in automatic assembly
    microStopReasons: [{ value: "CHIP_JAM", weight: 1 }],
    changeover: { minMin: 12, maxMin: 30 }, // [Pritsker] 0.2-0.5 h
    startUp: { meanMin: 7, cv: 0.4 }, // assumption: spindle warm-up
    maintenance: { plannedMin: 45, cv: 0.15 }, // [OEEForge] 20-90 min
    scrapRatio: 0.02, // [IndKPI]
    reworkRatio: 0.005, // assumption
    scrapReasons: [
      { value: "DIMENSION", weight: 6 },
      { value: "SURFACE_DEFECT", weight: 4 },
    ],
    reworkReasons: [{ value: "BURR", weight: 1 }],
    startUpScrap: { factor: 2, pieces: 30 }, // [MES generator] twice as much for the first 30 min
    // Running 13.0 and control alone 3.5 kW [milling study]; the rest: assumption.
    powerKw: { RUNNING: 13, SETUP: 4, FAILURE: 2.5, MAINTENANCE: 2.5, OFF: 0.3, ...waiting(3.5) },
    temperature: { runningC: 38, restC: 21, timeConstantMin: 30 }, // assumption: spindle housing
    vibration: { runningMmS: 1.4, restMmS: 0.1 }, // assumption
    wearPerOperatingH: 0.003, // assumption
  },
};
