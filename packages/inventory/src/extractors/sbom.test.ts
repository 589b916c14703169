import { DEFAULT_LIMITS, memoryTree } from '@cupel/source'
import { describe, expect, test } from 'vitest'
import { EXTRACTORS } from '../extractors.gen.ts'
import { inventoryTree } from '../inventory.ts'

async function seen(name: string, text: string) {
  const { coverage, components, problems, graphs } = await inventoryTree(memoryTree({ [name]: text }), {
    extractors: EXTRACTORS,
    limits: DEFAULT_LIMITS,
  })
  return {
    states: coverage.map(({ state }) => state),
    components: components.map(({ purl }) => purl),
    incomplete: problems.some(({ effect }) => effect === 'incomplete'),
    projects: graphs.flatMap((graph) => graph.projects.map((project) => `${project.name} ${project.version}`.trim())),
  }
}

const POM =
  '<project xmlns="http://maven.apache.org/POM/4.0.0"><dependencies><dependency><groupId>g</groupId></dependency></dependencies></project>'
const SYFT = '{"artifacts":[{"name":"lodash","version":"4.17.0","purl":"pkg:npm/lodash@4.17.0"}],"descriptor":{"name":"syft"}}'

describe('a bill of something else', () => {
  test.each([
    ['bom.json', '{"revision":"R8","parts":[{"manufacturer":"M","package":"0603","quantity":1}]}'],
    ['bom.json', '[{"name":"Battery","quantity":2},{"name":"Motor","quantity":1}]'],
    ['bom.json', '{"image_name":"x","remote_info":{"base_image":{}},"local_info":{}}'],
    ['bom.xml', '<?xml version="1.0"?><bom><module><part><name>Screw M3</name></part></module></bom>'],
    ['bom.xml', '<tryton><data><record model="ir.ui.view" id="bom_view"/></data></tryton>'],
  ])("%s %s is nobody's", async (name, text) => {
    expect(await seen(name, text)).toEqual({ states: [], components: [], incomplete: false, projects: [] })
  })

  test.each([
    ['bom.json', '{"revision":"R8","parts":['],
    ['bom.json', '{"components":[{"name":"lodash","version":"4.17.0"}]}'],
    ['bom.json', '[{"name":"lodash","purl":"pkg:npm/lodash@4.17.0"}]'],
    ['bom.json', '{"parts":[{"id":"pkg:npm/lodash@4.17.0"}]}'],
    ['bom.json', '{"parts":[{"name":"openssl","version":"1.0.1"}]}'],
    ['bom.xml', '<?xml version="1.0"?><bom><part name="openssl" version="1.0.1"/></bom>'],
    ['bom.xml', '<bom><part><name>openssl</name><version>1.0.1</version></part></bom>'],
    ['sbom.json', '{"parts":[{"name":"openssl","release":"1.0.1"}]}'],
    ['sbom.json', SYFT],
    ['sbom.json', ''],
    ['bom.xml', POM],
    ['bom.xml', '<bom><components><component><name>x</name></component></components></bom>'],
    ['x.cdx.json', '{"revision":"R8","parts":[]}'],
  ])('%s %s is told: it may list software', async (name, text) => {
    expect((await seen(name, text)).incomplete).toBe(true)
  })
})

describe('LICENSE.spdx', () => {
  const OWN =
    'SPDXVersion: SPDX-2.1\nDataLicense: CC0-1.0\nPackageName: app\nPackageVersion: 1.2\nDataFormat: SPDXRef-1\nPackageLicenseDeclared: MIT\n'

  test.each([OWN, OWN.replace('2.1', '2.0'), `${OWN}Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-app\n`])(
    'of the project itself alone lists nothing',
    async (text) => {
      expect(await seen('LICENSE.spdx', text)).toEqual({ states: ['read'], components: [], incomplete: false, projects: ['app 1.2'] })
    },
  )

  test.each([
    ['LICENSE.spdx', `${OWN}\nPackageName: other\nPackageVersion: 2\n`],
    ['LICENSE.spdx', `${OWN}Relationship: SPDXRef-app CONTAINS SPDXRef-other\n`],
    ['LICENSE.spdx', `${OWN}FileName: ./lib/x.so\n`],
    ['LICENSE.spdx', `${OWN}ExternalRef: PACKAGE-MANAGER purl pkg:npm/app@1.2\n`],
    ['sbom.spdx', OWN],
  ])('%s that names more is a bill of materials as any', async (name, text) => {
    expect((await seen(name, text)).incomplete).toBe(true)
  })
})
