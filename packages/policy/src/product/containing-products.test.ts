import type { DependencyGraph, Project } from '@cupel/model'
import { expect, it } from 'vitest'
import { containingProducts } from './containing-products.ts'

function project(name: string, path: string, version = ''): Project {
  return { name, version, licenses: [], path }
}

function graph(path: string, component: string, ...projects: Project[]): DependencyGraph {
  return { path, projects, components: [component], edges: [] }
}

const product = containingProducts([
  graph('package-lock.json', 'pkg:npm/a@1', project('@acme/shop', '', '1.0.0'), project('part', 'packages/part')),
  graph('go.mod', 'pkg:golang/x/y@1', project('github.com/acme/tool', '')),
  graph('pom.xml', 'pkg:maven/g/a@1', project('org.acme:app', '', '2')),
  graph('web/yarn.lock', 'pkg:npm/a@1', project('a', 'web/a'), project('b', 'web/b')),
  graph('x/uv.lock', 'pkg:pypi/a@1', project('', 'x')),
])

it.each([
  [['package-lock.json'], ['pkg:npm/%40acme/shop@1.0.0']],
  [['go.mod'], ['pkg:golang/github.com/acme/tool']],
  [['pom.xml'], ['pkg:maven/org.acme/app@2']],
  [['package-lock.json', 'package-lock.json'], ['pkg:npm/%40acme/shop@1.0.0']],
  [['package-lock.json', 'go.mod'], []],
  [['package-lock.json', 'elsewhere.txt'], []],
  [['web/yarn.lock'], []],
  [['x/uv.lock'], []],
  [[], []],
])('a finding at %j is in %j', (paths, expected) => {
  expect(product({ locations: paths.map((path) => ({ path, by: 'x', kind: 'lock' })) })).toEqual(expected)
})
