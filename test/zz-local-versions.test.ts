import { readdirSync, readFileSync, existsSync } from 'node:fs'
import { loadVersionScheme } from '@cupel/model'
import { test } from 'vitest'
const T = '/tmp/versions/'
const only = process.env.ONLY ?? ''
function say(name: string, n: number, bad: string[]) {
  console.log(
    `${name}: ${n - bad.length}/${n}\n` +
      bad
        .slice(0, Number(process.env.MAX ?? '12'))
        .map((x) => '   ' + x)
        .join('\n'),
  )
}
test('scalibr', async () => {
  const d = T + 'scalibr/semantic/testdata/'
  for (const f of readdirSync(d)) {
    if (!f.includes(only)) continue
    const eco = f.split('-')[0]!
    const s = await loadVersionScheme(({ cran: 'CRAN', redhat: 'Red Hat' } as any)[eco] ?? eco)
    const bad: string[] = []
    let n = 0
    for (const line of readFileSync(d + f, 'utf8').split('\n')) {
      const m = /^(.*) ([<=>]) (.*)$/.exec(line)
      if (!m || line.startsWith('#') || line.startsWith('//')) continue
      n++
      const want = m[2] === '<' ? -1 : m[2] === '=' ? 0 : 1
      const c = Math.sign(s.compare(m[1]!, m[3]!))
      const r = Math.sign(s.compare(m[3]!, m[1]!))
      if (c !== want || (r !== -want && !(r === 0 && want === 0))) bad.push(line + '  got ' + c + ' rev ' + r)
    }
    say('scalibr ' + f, n, bad)
  }
})
test('vers', async () => {
  for (const d of [T + 'vers-spec/tests/', T + 'univers/tests/data/schema/'])
    for (const f of readdirSync(d)) {
      if (!f.endsWith('.json') || !f.includes(only)) continue
      const j = JSON.parse(readFileSync(d + f, 'utf8'))
      const bad: string[] = []
      let n = 0
      for (const t of j.tests ?? (Array.isArray(j) ? j : [])) {
        if (t.test_type !== 'comparison' && t.test_type !== 'equality') continue
        n++
        const s = await loadVersionScheme(({} as any)[t.input.input_scheme] ?? t.input.input_scheme)
        const [a, b] = t.input.versions
        if (t.test_type === 'equality') {
          if ((s.compare(a, b) === 0) !== t.expected_output) bad.push(`${s.id} ${a} == ${b} want ${t.expected_output}`)
        } else {
          const c = Math.sign(s.compare(a, b))
          const sorted = c <= 0 ? [a, b] : [b, a]
          if (JSON.stringify(sorted) !== JSON.stringify(t.expected_output))
            bad.push(`${s.id} ${a} ? ${b} want ${t.expected_output} got ${c}`)
        }
      }
      if (n) say(d.split('/')[3] + ' ' + f, n, bad)
    }
})

function sat(s: any, v: string, c: string) {
  if (c.trim() === '') return true
  return c.split('||').some((or) =>
    or
      .split(',')
      .flatMap((x) => x.trim().split(/(?<=[^<>=!\s~^])\s+/))
      .filter(Boolean)
      .every((x) => {
        const m = /^\s*(>=|<=|!=|==|=|>|<|~>|\^|~)?\s*(.*)$/.exec(x)!
        const o = s.compare(v, m[2]!)
        switch (m[1] ?? '=') {
          case '>=':
            return o >= 0
          case '<=':
            return o <= 0
          case '>':
            return o > 0
          case '<':
            return o < 0
          case '!=':
            return o !== 0
          case '=':
          case '==':
            return o === 0
        }
        return null
      }),
  )
}
test('tables', async () => {
  const G = JSON.parse(readFileSync(T + 'grype.json', 'utf8')),
    D = JSON.parse(readFileSync(T + 'deps.json', 'utf8'))
  const map: any = { portage: 'gentoo', pacman: 'alpm', semantic: 'semver', jvm: 'semver' }
  for (const [k, rows] of [
    ...Object.entries<any>(G).map(([k, v]) => ['grype ' + k, v]),
    ...Object.entries<any>(D).map(([k, v]) => ['deps ' + k, v]),
  ] as any) {
    const eco = k.split(' ')[1].split(':')[0]
    if (!k.includes(only) || !rows.length) continue
    const s = await loadVersionScheme(map[eco] ?? eco)
    const bad: string[] = []
    let n = 0
    for (const [kind, a, b, w] of rows) {
      if (kind === 'sat') {
        if (/[~^]\s*[<>=]|~>|\^|~=/.test(b)) continue
        n++
        const r = sat(s, a, b)
        if (r !== w) bad.push(`${a} in "${b}" want ${w}`)
      } else {
        n++
        const c = Math.sign(s.compare(a, b))
        if (c !== w) bad.push(`${a} ? ${b} want ${w} got ${c}`)
      }
    }
    say(k + ' (' + s.id + ')', n, bad)
  }
})
