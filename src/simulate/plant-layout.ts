import type { MachineParameters, MachineType } from "./machine-parameters.ts";
import { MACHINE_TYPES } from "./machine-parameters.ts";
import type { PlantParameters } from "./plant-parameters.ts";
import { machineParameters } from "./plant-parameters.ts";
import { twoDigits } from "./site-clock.ts";

/** One machine and its place in its line (1 = first). */
export interface MachineLayout {
  readonly machineId: string;
  readonly lineId: string;
  readonly machineType: MachineType;
  readonly name: string;
  readonly position: number;
  readonly parameters: MachineParameters;
}

/** Machines in series. */
export interface LineLayout {
  readonly lineId: string;
  readonly number: number;
  readonly machines: readonly MachineLayout[];
  /** The machine with the longest standard cycle; the first of equals. */
  readonly constraint: MachineLayout;
  /** The last machine: what it makes is what the line makes. */
  readonly output: MachineLayout;
}

/** Press, weld robot, CNC and again, line by line; machines of a type are numbered through the plant. */
export function layOutLines(
  plant: PlantParameters,
  lineCount: number,
  machinesPerLine: number,
): readonly LineLayout[] {
  const built: Record<MachineType, number> = { press: 0, weld_robot: 0, cnc: 0 };
  const nextMachine = (lineId: string, position: number): MachineLayout => {
    const machineType = MACHINE_TYPES[(position - 1) % MACHINE_TYPES.length] ?? "press";
    const number = ++built[machineType];
    const machineId = `${plant.machineTypes[machineType].idPrefix}_${twoDigits(number)}`;
    const parameters = machineParameters(plant, machineId, machineType);
    return { machineId, lineId, machineType, name: `${parameters.name} ${number}`, position, parameters };
  };
  return Array.from({ length: lineCount }, (_, index) => {
    const lineId = `LINE_${twoDigits(index + 1)}`;
    const first = nextMachine(lineId, 1);
    const machines = [first];
    while (machines.length < machinesPerLine) machines.push(nextMachine(lineId, machines.length + 1));
    const constraint = machines.reduce((slowest, machine) =>
      machine.parameters.idealCycleS > slowest.parameters.idealCycleS ? machine : slowest,
    );
    return { lineId, number: index + 1, machines, constraint, output: machines.at(-1) ?? first };
  });
}
