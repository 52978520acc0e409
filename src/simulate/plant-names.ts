import { faker } from "@faker-js/faker/locale/en";

/** Names a reader sees; nothing is computed from them. */
export interface PlantNames {
  readonly site: string;
  /** One vehicle model per product, all different. */
  readonly products: readonly string[];
  /** World manufacturer identifier: the first three characters of every VIN. */
  readonly manufacturer: string;
}

/** Invents names from the seed. */
export function inventPlantNames(seed: number, productCount: number): PlantNames {
  faker.seed(seed);
  const site = `${faker.location.city()} Plant`;
  const products = faker.helpers.uniqueArray(() => faker.vehicle.model(), productCount);
  const manufacturer = faker.vehicle.vin().slice(0, 3);
  return { site, products, manufacturer };
}
