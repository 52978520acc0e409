import type { MachineParameters, MachineType } from "./machine-parameters.ts";
import type { PlantParameters } from "./plant-parameters.ts";
import { parametersOfMachine } from "./plant-parameters.ts";
import type { SimulationOptions } from "./simulation-options.ts";
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
  readonly areaId: string;
  readonly number: number;
  readonly machines: readonly MachineLayout[];
  /** The machine with the longest standard cycle; the first of equals. */
  readonly constraint: MachineLayout;
  /** The last machine: what it makes is what the line makes. */
  readonly output: MachineLayout;
}

/** Lays out the kinds of line of the plant one after the other and again; machines of a type are numbered through the plant. */
export function layOutLines(
  plant: PlantParameters,
  { lineCount, machinesPerLine }: Pick<SimulationOptions, "lineCount" | "machinesPerLine">,
): readonly LineLayout[] {
  const built: Record<MachineType, number> = { press: 0, weld_robot: 0, cnc: 0 };
  const nextMachine = (lineId: string, position: number, route: readonly MachineType[]): MachineLayout => {
    const machineType = route[(position - 1) % route.length] ?? "press";
    const number = ++built[machineType];
    const machineId = `${plant.machineTypes[machineType].idPrefix}_${twoDigits(number)}`;
    const parameters = parametersOfMachine(plant, machineId, machineType);
    return { machineId, lineId, machineType, name: `${parameters.name} ${number}`, position, parameters };
  };
  return Array.from({ length: lineCount ?? plant.defaultLineCount }, (_, index) => {
    const lineId = `LINE_${twoDigits(index + 1)}`;
    const { areaId, route } = plant.lines[index % plant.lines.length] ?? { areaId: "", route: [] };
    const length = machinesPerLine ?? plant.defaultMachinesPerLine ?? route.length;
    const first = nextMachine(lineId, 1, route);
    const machines = [first];
    while (machines.length < length) machines.push(nextMachine(lineId, machines.length + 1, route));
    const constraint = machines.reduce((slowest, machine) =>
      machine.parameters.idealCycleS > slowest.parameters.idealCycleS ? machine : slowest,
    );
    return { lineId, areaId, number: index + 1, machines, constraint, output: machines.at(-1) ?? first };
  });
}
