import type { Scope } from '@cupel/model'

/**
 * Groups of the gems in a Gemfile, as far as its plain statements tell: `group :a, :b do … end` and `group:`/`groups:` of a
 * `gem` line. The file is Ruby and never run; what is written in another way counts as runtime.
 */
export function gemfileGroups(text: string): ReadonlyMap<string, readonly Scope[]> {
  const gems = new Map<string, readonly Scope[]>()
  const blocks: (readonly string[])[] = []
  for (const raw of text.split('\n')) {
    const line = raw.replace(/(?:^|\s)#.*$/, '').trim()
    const gem = /^gem[\s(]+["']([A-Za-z0-9._-]+)["']/.exec(line)
    if (gem?.[1] !== undefined) {
      const groups = [...blocks.flat(), ...namedGroups(/\bgroups?(?::|["']?\s*=>)\s*(.*)$/.exec(line)?.[1] ?? '')]
      const scopes = groups.length === 0 ? (['runtime'] as const) : groups.map(scopeOfGroup)
      gems.set(gem[1], [...new Set([...(gems.get(gem[1]) ?? []), ...scopes])])
    }
    if (/\bdo(?:\s*\|[^|]*\|)?$/.test(line)) blocks.push(line.startsWith('group') ? namedGroups(line) : [])
    else if (/^(?:if|unless|case|begin|def)\b/.test(line)) blocks.push([])
    else if (/^end\b/.test(line)) blocks.pop()
  }
  return gems
}

function namedGroups(text: string): readonly string[] {
  const list = /^(?:group[\s(]+)?\[?((?:[\s,]*(?::[A-Za-z_]\w*|["'][\w-]+["']))+)/.exec(text)?.[1] ?? ''
  return [...list.matchAll(/[\w-]+/g)].map((match) => match[0])
}

function scopeOfGroup(group: string): Scope {
  if (group === 'test' || group === 'tests') return 'test'
  if (group === 'default' || group === 'production') return 'runtime'
  return /^(?:dev|development|lint|linters?|rubocop|docs?|debug|ci|tools?)$/.test(group) ? 'dev' : 'optional'
}
