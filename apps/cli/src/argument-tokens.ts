import type { Flag } from './command.ts'

/** One option as it was written. */
export interface OptionToken {
  readonly name: string
  /** `--name` or `-n`. */
  readonly rawName: string
  readonly value: string | undefined
  /** The value stands in the same argument: `--name=value`, `-nvalue`. */
  readonly inline: boolean
}

export interface ArgumentTokens {
  readonly options: readonly OptionToken[]
  readonly positionals: readonly string[]
}

/**
 * Splits a command line as `node:util` parseArgs does with `strict: false`: `--name value`, `--name=value`, `-n value`, `-nvalue`,
 * grouped switches, and nothing but positionals after `--`. A flag it does not know is a switch, and so is a dash
 * among grouped ones. It is there because loading that one costs every start as much as the walk of a small tree.
 */
export function argumentTokens(argv: readonly string[], known: Readonly<Record<string, Flag>>): ArgumentTokens {
  const options: OptionToken[] = []
  const positionals: string[] = []
  const takesValue = (name: string): boolean => Object.hasOwn(known, name) && known[name]?.type === 'string'
  for (let at = 0; at < argv.length; at++) {
    const argument = argv[at] as string
    if (argument === '--') {
      positionals.push(...argv.slice(at + 1))
      break
    }
    if (argument.length < 2 || argument[0] !== '-') positionals.push(argument)
    else if (argument[1] === '-') {
      const equals = argument.includes('=', 3) ? argument.indexOf('=') : -1
      const rawName = equals < 0 ? argument : argument.slice(0, equals)
      const name = rawName.slice(2)
      if (equals >= 0) options.push({ name, rawName, value: argument.slice(equals + 1), inline: true })
      else options.push({ name, rawName, value: takesValue(name) ? argv[++at] : undefined, inline: false })
    } else {
      for (let letter = 1; letter < argument.length; letter++) {
        const rawName = `-${argument[letter]}`
        const name = longName(argument[letter] as string, known)
        if (!takesValue(name)) options.push({ name, rawName, value: undefined, inline: false })
        else if (letter === argument.length - 1) options.push({ name, rawName, value: argv[++at], inline: false })
        else {
          options.push({ name, rawName, value: argument.slice(letter + 1), inline: true })
          break
        }
      }
    }
  }
  return { options, positionals }
}

function longName(letter: string, known: Readonly<Record<string, Flag>>): string {
  for (const name of Object.keys(known)) if (known[name]?.short === letter) return name
  return letter
}
