/** Apart from what they mean: help names them, and need not load how a level is checked. */
export const DIRT_LEVEL_NAMES = ["none", "light", "heavy"] as const;
export type DirtLevelName = (typeof DIRT_LEVEL_NAMES)[number];
