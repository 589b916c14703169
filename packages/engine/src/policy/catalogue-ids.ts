import { STANDARDS } from '@cupel/assess'

const CATALOGUES = ['osps-baseline', 's2c2f', 'slsa']

/** Ids of the requirements of standards, by standard: what mappings of rules may name. */
export async function catalogueIds(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const wanted = STANDARDS.filter(({ id }) => CATALOGUES.includes(id))
  return new Map(
    await Promise.all(
      wanted.map(async ({ id, load }) => [id, new Set((await load()).requirements.map((requirement) => requirement.id))] as const),
    ),
  )
}
