import { createHash } from 'node:crypto'

/** A small made-up world of npm packages, which every lock file format of JavaScript can state. */
export interface World {
  readonly packages: readonly WorldPackage[]
  readonly direct: readonly WorldNeed[]
}

export interface WorldPackage {
  readonly name: string
  readonly version: string
  readonly needs: readonly WorldNeed[]
  /** Which of several versions of one name lies at the top of node_modules. */
  readonly hoisted: boolean
}

export interface WorldNeed {
  /** Index in `packages`. */
  readonly to: number
  readonly kind: 'dependencies' | 'devDependencies' | 'optionalDependencies'
}

/** `size` packages, a third scoped, every seventh a second version of an earlier one; packages of a higher number are reached from lower ones. */
export function makeWorld(size: number): World {
  const packages = Array.from({ length: size }, (_, at): WorldPackage => {
    const second = at > 0 && at % 7 === 0
    const base = second ? at - 3 : at
    const needs: WorldNeed[] = [at * 2 + 2, at * 2 + 3]
      .filter((to) => to < size)
      .map((to) => ({ to, kind: to % 11 === 5 ? 'optionalDependencies' : 'dependencies' }))
    return {
      name: base % 3 === 0 ? `@world/p${base}` : `p${base}.js`,
      version: second ? '2.0.0-rc.1' : `1.${at}.0`,
      needs,
      hoisted: !second,
    }
  })
  return {
    packages,
    direct: [
      { to: 0, kind: 'dependencies' },
      { to: 1, kind: 'devDependencies' },
      { to: 2, kind: 'dependencies' },
    ],
  }
}

export function purlOf({ name, version }: WorldPackage): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`
}

function integrityOf({ name, version }: WorldPackage): string {
  return 'sha512-' + createHash('sha512').update(`${name}@${version}`).digest('base64')
}

function at(world: World, index: number): WorldPackage {
  return world.packages[index] as WorldPackage
}

/** `{name: write(package)}` of the needs of one kind. */
function mapOf(
  world: World,
  needs: readonly WorldNeed[],
  kind: WorldNeed['kind'],
  write: (one: WorldPackage) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(needs.filter((need) => need.kind === kind).map(({ to }) => [at(world, to).name, write(at(world, to))]))
}

export function packageJson(world: World): string {
  const kinds = ['dependencies', 'devDependencies'] as const
  return JSON.stringify({
    name: 'app',
    version: '1.0.0',
    ...Object.fromEntries(kinds.map((kind) => [kind, mapOf(world, world.direct, kind, (one) => '^' + one.version)])),
  })
}

export function packageLock3(world: World): string {
  const packages: Record<string, unknown> = { '': { name: 'app', version: '1.0.0', license: 'MIT', ...fieldsOf(world, world.direct) } }
  const place = (location: string, one: WorldPackage): void => {
    const resolved = `https://registry.example/${one.name}/-/x-${one.version}.tgz`
    packages[location] = { version: one.version, resolved, integrity: integrityOf(one), license: 'ISC', ...fieldsOf(world, one.needs) }
    for (const { to } of one.needs) if (!at(world, to).hoisted) place(`${location}/node_modules/${at(world, to).name}`, at(world, to))
  }
  for (const one of world.packages) if (one.hoisted) place(`node_modules/${one.name}`, one)
  return JSON.stringify({ name: 'app', version: '1.0.0', lockfileVersion: 3, requires: true, packages }, null, 2) + '\n'
}

export function packageLock1(world: World): string {
  const tree = (list: readonly WorldPackage[]): unknown =>
    Object.fromEntries(
      list.map((one) => {
        const inner = one.needs.map(({ to }) => at(world, to)).filter((need) => !need.hoisted)
        const requires = Object.fromEntries(one.needs.map(({ to }) => [at(world, to).name, '^' + at(world, to).version]))
        const entry = { version: one.version, integrity: integrityOf(one), requires }
        return [one.name, inner.length === 0 ? entry : { ...entry, dependencies: tree(inner) }]
      }),
    )
  return (
    JSON.stringify(
      { name: 'app', lockfileVersion: 1, requires: true, dependencies: tree(world.packages.filter((one) => one.hoisted)) },
      null,
      2,
    ) + '\n'
  )
}

function fieldsOf(world: World, needs: readonly WorldNeed[]): Record<string, unknown> {
  const kinds = [...new Set(needs.map((need) => need.kind))]
  return Object.fromEntries(kinds.map((kind) => [kind, mapOf(world, needs, kind, (one) => '^' + one.version)]))
}

export function yarnClassic(world: World): string {
  const entries = world.packages.map((one) => {
    const list = (kind: WorldNeed['kind']): string => {
      const needs = one.needs.filter((need) => need.kind === kind)
      return needs.length === 0
        ? ''
        : `  ${kind}:\n` + needs.map(({ to }) => `    "${at(world, to).name}" "^${at(world, to).version}"\n`).join('')
    }
    const resolved = `https://registry.example/${one.name}/-/x-${one.version}.tgz#${createHash('sha1').update(one.name).digest('hex')}`
    return `"${one.name}@^${one.version}":\n  version "${one.version}"\n  resolved "${resolved}"\n  integrity ${integrityOf(one)}\n${list('dependencies')}${list('optionalDependencies')}`
  })
  return `# THIS IS AN AUTOGENERATED FILE. DO NOT EDIT THIS FILE DIRECTLY.\n# yarn lockfile v1\n\n\n${entries.join('\n')}`
}

export function yarnBerry(world: World): string {
  const entry = (
    descriptor: string,
    resolution: string,
    [version, link]: readonly [string, string],
    needs: readonly WorldNeed[],
  ): string => {
    const named = needs.map(({ to }) => `    "${at(world, to).name}": "npm:^${at(world, to).version}"\n`).join('')
    const optional = needs.filter((need) => need.kind === 'optionalDependencies')
    const meta = optional.map(({ to }) => `    "${at(world, to).name}":\n      optional: true\n`).join('')
    const blocks = (named === '' ? '' : `  dependencies:\n${named}`) + (meta === '' ? '' : `  dependenciesMeta:\n${meta}`)
    return `"${descriptor}":\n  version: ${version}\n  resolution: "${resolution}"\n${blocks}  checksum: 10c0/00\n  languageName: node\n  linkType: ${link}\n`
  }
  const entries = world.packages.map((one) =>
    entry(`${one.name}@npm:^${one.version}`, `${one.name}@npm:${one.version}`, [one.version, 'hard'], one.needs),
  )
  entries.push(entry('app@workspace:.', 'app@workspace:.', ['0.0.0-use.local', 'soft'], world.direct))
  return `# This file is generated by running "yarn install" inside your project.\n\n__metadata:\n  version: 8\n  cacheKey: 10c0\n\n${entries.join('\n')}`
}

/** lockfileVersion 5.4, 6.0 or 9.0. */
export function pnpmLock(world: World, version: '5.4' | '6.0' | '9.0'): string {
  const major = Number(version[0])
  const key = (one: WorldPackage): string =>
    major === 5 ? `/${one.name}/${one.version}` : `${major === 6 ? '/' : ''}${one.name}@${one.version}`
  const block = (needs: readonly WorldNeed[], kind: WorldNeed['kind'], indent: string, importer: boolean): string => {
    const list = needs.filter((need) => need.kind === kind).map(({ to }) => at(world, to))
    if (list.length === 0) return ''
    const lines = list.map(({ name, version: pinned }) =>
      importer && major > 5
        ? `${indent}  '${name}':\n${indent}    specifier: ^${pinned}\n${indent}    version: ${pinned}\n`
        : `${indent}  '${name}': ${pinned}\n`,
    )
    return `${indent}${kind}:\n${lines.join('')}`
  }
  const blocks = (needs: readonly WorldNeed[], indent: string, importer: boolean): string =>
    block(needs, 'dependencies', indent, importer) +
    block(needs, 'devDependencies', indent, importer) +
    block(needs, 'optionalDependencies', indent, importer)
  const importers = `importers:\n\n  .:\n${blocks(world.direct, '    ', true)}\n`
  const packages = world.packages.map(
    (one) =>
      `  '${key(one)}':\n    resolution: {integrity: ${integrityOf(one)}}\n    engines: {node: '>=18'}\n${major < 9 ? blocks(one.needs, '    ', false) : ''}`,
  )
  const snapshots = world.packages.map((one) => {
    const needs = blocks(one.needs, '    ', false)
    return needs === '' ? `  '${key(one)}': {}\n` : `  '${key(one)}':\n${needs}`
  })
  const tail = major < 9 ? '' : `\nsnapshots:\n\n${snapshots.join('\n')}`
  return `lockfileVersion: ${major === 5 ? version : `'${version}'`}\n\n${importers}packages:\n\n${packages.join('\n')}${tail}`
}

export function bunLock(world: World): string {
  const packages: string[] = []
  const place = (key: string, one: WorldPackage): void => {
    packages.push(
      `    ${JSON.stringify(key)}: [${JSON.stringify(`${one.name}@${one.version}`)}, "", ${JSON.stringify(fieldsOf(world, one.needs))}, "${integrityOf(one)}"],\n`,
    )
    for (const { to } of one.needs) if (!at(world, to).hoisted) place(`${key}/${at(world, to).name}`, at(world, to))
  }
  for (const one of world.packages) if (one.hoisted) place(one.name, one)
  return `{\n  "lockfileVersion": 1,\n  "workspaces": {\n    "": {\n      "name": "app",\n      ${JSON.stringify(fieldsOf(world, world.direct)).slice(1, -1)},\n    },\n  },\n  "packages": {\n${packages.join('\n')}  }\n}\n`
}

export function denoLock(world: World): string {
  const npm = Object.fromEntries(
    world.packages.map((one) => {
      const ids = (kind: WorldNeed['kind']): string[] =>
        one.needs.filter((need) => need.kind === kind).map(({ to }) => `${at(world, to).name}@${at(world, to).version}`)
      return [
        `${one.name}@${one.version}`,
        { integrity: integrityOf(one), dependencies: ids('dependencies'), optionalDependencies: ids('optionalDependencies') },
      ]
    }),
  )
  const asked = world.direct.map(({ to }) => `npm:${at(world, to).name}@^${at(world, to).version}`)
  const specifiers = Object.fromEntries(world.direct.map(({ to }, index) => [asked[index], at(world, to).version]))
  return JSON.stringify({ version: '5', specifiers, npm, workspace: { dependencies: asked } }, null, 2) + '\n'
}
