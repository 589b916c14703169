import { parse } from 'sh-syntax'
import { expect, test } from 'vitest'
import { parseShell } from './parse-shell.ts'

/** Scripts whose acceptance is compared with the parser that Scorecard 5 uses, compiled to WebAssembly. */
const SCRIPTS: readonly string[] = [
  'a | b && c || d; e &',
  'if a; then b; else c; fi > x 2>&1',
  'case x in a|b) c;; *) d; esac',
  'for x in 1 2; do echo "$x $(y `z`)"; done',
  'cat <<-EOF | sh\n\ta\n\tEOF\nb',
  'x=(a "b c") y+=z f() { g; }',
  '[[ $a =~ ^(b|c)$ ]] && echo $((1 + 2)) ${x:-"y"}',
  'while read -r l; do :; done < <(a)',
  'if a; then b',
  'a )',
  'echo "x',
  'cat <<EOF\nx',
  'fi',
  'a |',
  '${x',
  'case x in a) b',
]

test('accepts and refuses what mvdan/sh does', async () => {
  const different: string[] = []
  for (const script of SCRIPTS) {
    const theirs = await parse(script).then(
      () => true,
      () => false,
    )
    let ours = true
    try {
      parseShell(script)
    } catch {
      ours = false
    }
    if (ours !== theirs) different.push(`${script}: ${ours}, not ${theirs}`)
  }
  expect(different).toEqual([])
})
