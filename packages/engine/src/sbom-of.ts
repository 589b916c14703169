import { basename, resolve } from 'node:path'
import { bomOfInventory } from '@cupel/formats'
import type { Bom, Problem } from '@cupel/model'
import { takeInventory } from './take-inventory.ts'
import type { InventoryRequest } from './take-inventory.ts'
import { toolVersion } from './tool-version.ts'

export interface SbomRequest extends InventoryRequest {
  /** Name and version of the thing described; by default those of the project in it, or the target's name. */
  readonly name?: string
  readonly version?: string
  /** RFC 3339; empty for a document without a time, which is the same on every run. */
  readonly created: string
}

/** The bill of materials of a target, with what could not be told. */
export async function sbomOf(target: string, request: SbomRequest): Promise<{ bom: Bom; problems: readonly Problem[] }> {
  const inventory = await takeInventory(target, request)
  const projects = inventory.graphs.flatMap(({ projects: found }) => found)
  const top = projects.find(({ path, name }) => path === '' && name !== '')
  const bom = bomOfInventory({
    name: request.name ?? top?.name ?? basename(resolve(request.cwd, target)),
    version: request.version ?? top?.version ?? '',
    components: inventory.components,
    graphs: inventory.graphs,
    problems: inventory.problems,
    created: request.created,
    tool: { name: 'cupel', version: toolVersion() },
  })
  return { bom, problems: inventory.problems }
}
