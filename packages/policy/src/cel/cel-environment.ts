import type { CelFunction } from './cel-function.ts'
import { functionKey } from './cel-function.ts'
import type { CelType } from './cel-type.ts'
import { typeOf } from './cel-type.ts'
import type { CelValue } from './cel-value.ts'
import { CelTypeValue } from './cel-value.ts'
import { CEL_FUNCTIONS } from './functions.ts'
import { typeOfText } from './type-text.ts'

/** What an expression may name. Everything else is refused when it is checked. */
export interface CelEnvironment {
  readonly variables: ReadonlyMap<string, CelType>
  /** By functionKey. */
  readonly functions: ReadonlyMap<string, CelFunction>
  /** Fields of the typed model's records. */
  readonly records: ReadonlyMap<string, ReadonlyMap<string, CelType>>
  /** Names that stand for types, with the value and the type of it. */
  readonly types: ReadonlyMap<string, TypeName>
  /** Namespace that names are looked up in first; usually empty. */
  readonly container: string
}

export interface TypeName {
  readonly type: CelType
  readonly value: CelValue
}

export interface EnvironmentParts {
  /** Types as typeOfText reads them. */
  readonly variables?: Readonly<Record<string, string | CelType>>
  readonly functions?: readonly CelFunction[]
  readonly records?: ReadonlyMap<string, ReadonlyMap<string, CelType>>
  readonly container?: string
}

/** The language's own functions with these besides. */
export function celEnvironment({ variables = {}, functions = [], records = new Map(), container = '' }: EnvironmentParts): CelEnvironment {
  const entries = Object.entries(variables).map(([name, type]) => [name, typeof type === 'string' ? typeOfText(type) : type] as const)
  const table = new Map<string, CelFunction>()
  for (const one of [...CEL_FUNCTIONS, ...functions]) {
    const key = functionKey(one.name, one.member)
    table.set(key, one)
  }
  return { variables: new Map(entries), functions: table, records, types: TYPE_NAMES, container }
}

/** Names of the language's types; `type` is a type too, of itself. */
const TYPE_NAMES: ReadonlyMap<string, TypeName> = new Map(
  Object.entries({
    bool: 'bool',
    int: 'int',
    uint: 'uint',
    double: 'double',
    string: 'string',
    bytes: 'bytes',
    null_type: 'null',
    list: 'list(dyn)',
    map: 'map(dyn, dyn)',
    'google.protobuf.Timestamp': 'timestamp',
    'google.protobuf.Duration': 'duration',
    optional_type: 'optional_type(dyn)',
    type: 'type',
  }).map(([name, type]) => {
    const stands: CelType = name === 'type' ? { kind: 'opaque', name, of: [] } : typeOfText(type)
    return [name, { value: new CelTypeValue(name), type: typeOf(stands) }] as const
  }),
)

/** The names that a name may mean, innermost namespace first (language definition, "Name Resolution"). */
export function candidates(name: string, container: string): readonly string[] {
  if (name.startsWith('.')) return [name.slice(1)]
  const found: string[] = []
  for (let prefix = container; prefix !== ''; prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf('.'))))
    found.push(`${prefix}.${name}`)
  return [...found, name]
}
