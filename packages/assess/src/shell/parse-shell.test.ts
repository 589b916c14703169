import { describe, expect, test } from 'vitest'
import { parseShell } from './parse-shell.ts'
import { simpleWords } from './simple-words.ts'
import { walkShell } from './walk-shell.ts'

function commands(text: string): readonly string[] {
  const found: string[] = []
  walkShell(parseShell(text), {
    command(command) {
      if (command.kind === 'call') found.push((simpleWords(command) ?? []).join(' '))
      if (command.kind === 'binary') found.push(command.operator)
    },
  })
  return found
}

describe('commands of a script, outer ones first', () => {
  test.each<[script: string, found: readonly string[]]>([
    ['a b; c & d\ne', ['a b', 'c', 'd', 'e']],
    ['a | b && c || d', ['||', '&&', '|', 'a', 'b', 'c', 'd']],
    ['a | b | c', ['|', '|', 'a', 'b', 'c']],
    ['X=1 Y="$(inner)" run "two words" \'three\' $X', ['run "two words" \'three\'', 'inner']],
    ['if a; then b; elif c; then d; else e; fi', ['a', 'b', 'c', 'd', 'e']],
    ['while a; do b; done; until c\ndo d\ndone', ['a', 'b', 'c', 'd']],
    ['for x in a "$(b)" c; do d $x; done', ['b', 'd']],
    ['for ((i=0;i<3;i++)); do a; done', ['a']],
    ['case $x in a|b) c;; (d) e ;& *) f; esac', ['c', 'e', 'f']],
    ['f() { a; }; function g { b; }; function h() ( c )', ['a', 'b', 'c']],
    ['( a; b ) > out; { c; } 2>&1 | d', ['a', 'b', '|', 'c', 'd']],
    ['export X=$(a) && local y=`b`', ['&&', 'a', 'b']],
    ['[[ $x =~ ^(a|b)$ && -f "$(c)" ]] && d', ['&&', 'c', 'd']],
    ['a <(b c) >(d) 2>/dev/null', ['a', 'b c', 'd']],
    ['cat <<EOF | sh\n$(a b)\nEOF\nc', ['|', 'cat', 'a b', 'sh', 'c']],
    ["cat <<'EOF'\n$(a)\nEOF\nb", ['cat', 'b']],
    ['cat <<-A <<B\n\tx\n\tA\ny\nB\nc', ['cat', 'c']],
    ['x=(a b\n c # d\n) ; y[1]=2; z+=3; e', ['', '', '', 'e']],
    ['a # comment ; b\nc', ['a', 'c']],
    ['a \\\n  b', ['a b']],
    ['echo $((1 + $(a))) ${x:-$(b)} `c \\`d\\``', ['echo', 'a', 'b', 'c', 'd']],
    ['time -p a | b; ! c; coproc d', ['|', 'a', 'b', 'c', 'd']],
    ["echo $'it\\'s' \"$\" a$", [`echo 'it\\'s' "$"`]],
    ['sudo a', ['a']],
    ['', []],
  ])('%s', (script, found) => {
    expect(commands(script)).toEqual(found)
  })
})

describe('what cannot be shell is refused', () => {
  test.each([
    'if a; then b',
    'fi',
    'a | ',
    'a &&',
    '(a',
    'a )',
    '"x',
    "'x",
    '`x',
    '$(x',
    'cat <<EOF\nx',
    '{ a',
    'case x in a) b',
    'for x in a; b',
    'while a; b; done',
    '; a',
    'a ;; b',
    '[[ a',
    '((1',
    'f( { a; }',
    '${x',
  ])('%s', (script) => {
    expect(() => parseShell(script)).toThrow(expect.objectContaining({ name: 'ShellInvalid' }) as Error)
  })

  test('10,000 levels are refused, not run out of', () => {
    for (const open of ['$(', '(', '{ ', 'if a; then ', '"${x:-', '((', 'a=(', '<('])
      expect(() => parseShell(open.repeat(10_000))).toThrow(expect.objectContaining({ name: 'ShellInvalid' }) as Error)
  })
})
