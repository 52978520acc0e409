import { faker } from "@faker-js/faker/locale/en";

/** Names a reader sees; nothing is computed from them. */
export interface PlantNames {
  readonly site: string;
  /** One vehicle model per product, all different. */
  readonly products: readonly string[];
}

/** Invents names from the seed. */
export function inventPlantNames(seed: number, productCount: number): PlantNames {
  faker.seed(seed);
  const site = `${faker.location.city()} Plant`;
  const products = faker.helpers.uniqueArray(() => faker.vehicle.model(), productCount);
  return { site, products };
}
