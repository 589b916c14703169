import { tests } from '@bufbuild/cel-spec/testdata/conformance.js'
import type { SerializedIncrementalTestSuite } from '@bufbuild/cel-spec/testdata/tests.js'
import { CelDuration, CelMap, CelTimestamp, CelTypeValue, CelUint } from '@cupel/policy'
import type { CelType, CelValue } from '@cupel/policy'

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
type JsonObject = { readonly [key: string]: Json }

/** One case of the official conformance suite that needs no protocol buffers. */
export interface CelCase {
  readonly group: string
  readonly name: string
  readonly source: string
  readonly container: string
  readonly check: boolean
  readonly checkOnly: boolean
  readonly variables: Readonly<Record<string, CelType>>
  readonly functions: readonly string[]
  readonly bindings: Readonly<Record<string, CelValue>>
  /** undefined: an error is wanted. */
  readonly wanted: CelValue | undefined
  /** As the reference checker has it; undefined where it was not asked or refused. */
  readonly type: string | undefined
  /** Syntax tree as the reference parser prints it. */
  readonly ast: string | undefined
}

/** Whole files of the suite that are about something else, and why. */
export const LEFT_OUT_GROUPS: Readonly<Record<string, string>> = {
  dynamic: 'well-known wrapper messages of protocol buffers',
  enums: 'enumerations of protocol buffers',
  proto2: 'messages of protocol buffers',
  proto2_ext: 'extensions of messages of protocol buffers',
  proto3: 'messages of protocol buffers',
  wrappers: 'well-known wrapper messages of protocol buffers',
  block_ext: 'the notation in which an optimiser writes its result; nobody types it',
}

/** Single cases, by what stands in them. */
export const LEFT_OUT_CASES: readonly (readonly [RegExp, string])[] = [
  [/TestAllTypes|proto2|proto3|"objectValue"|messageType|wrapper|google\.protobuf\.(?!Timestamp|Duration)/, 'messages of protocol buffers'],
]

/** The files that are the language; the others are extensions of it. */
export const CORE = new Set(
  'basic comparisons conversions fields fp_math integer_math lists logic macros namespace parse plumbing string timestamps type_deductions'.split(
    ' ',
  ),
)

/** All cases, and how many were left out for which reason. */
export function celCases(): { readonly cases: readonly CelCase[]; readonly leftOut: ReadonlyMap<string, number> } {
  const cases: CelCase[] = []
  const leftOut = new Map<string, number>()
  for (const suite of (tests as SerializedIncrementalTestSuite).suites ?? []) {
    for (const { original, type, ast } of allOf(suite)) {
      const text = JSON.stringify(original)
      const reason = LEFT_OUT_GROUPS[suite.name] ?? LEFT_OUT_CASES.find(([pattern]) => pattern.test(text))?.[1]
      if (reason !== undefined) leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1)
      else cases.push(caseOf(suite.name, original as unknown as JsonObject, { type, ast }))
    }
  }
  return { cases, leftOut }
}

function allOf(suite: SerializedIncrementalTestSuite): readonly NonNullable<SerializedIncrementalTestSuite['tests']>[number][] {
  return [...(suite.tests ?? []), ...(suite.suites ?? []).flatMap(allOf)]
}

function caseOf(group: string, test: JsonObject, given: { readonly type: string | undefined; readonly ast: string | undefined }): CelCase {
  const bindings = Object.entries((test['bindings'] ?? {}) as JsonObject).map(
    ([name, value]) => [name, valueOf((value as JsonObject)['value'] as JsonObject)] as const,
  )
  const declarations = (test['typeEnv'] ?? []) as readonly JsonObject[]
  const variables = declarations.flatMap(({ name, ident }) =>
    ident === undefined ? [] : [[name as string, typeOf((ident as JsonObject)['type'] as JsonObject)] as const],
  )
  const functions = declarations.flatMap(({ name, function: declared }) =>
    declared === undefined
      ? []
      : (((declared as JsonObject)['overloads'] ?? []) as readonly JsonObject[]).map((one) => signature(name as string, one)),
  )
  const typed = test['typedResult'] as JsonObject | undefined
  const result = (typed === undefined ? test['value'] : typed['result']) as JsonObject | undefined
  const error = test['evalError'] !== undefined
  return {
    group,
    name: test['name'] as string,
    source: test['expr'] as string,
    container: (test['container'] as string | undefined) ?? '',
    check: test['disableCheck'] !== true,
    checkOnly: test['checkOnly'] === true,
    variables: { ...Object.fromEntries(bindings.map(([name]) => [name, { kind: 'dyn' } as CelType])), ...Object.fromEntries(variables) },
    functions,
    bindings: Object.fromEntries(bindings),
    // A case that states nothing wants true.
    wanted: error ? undefined : result === undefined ? true : valueOf(result),
    ast: given.ast,
    // Where the two differ, the suite's own type counts.
    type: typed === undefined ? given.type : showTypeOf(typed['deducedType'] as JsonObject),
  }
}

function signature(name: string, { params, resultType }: JsonObject): string {
  return `${name}(${((params ?? []) as readonly JsonObject[]).map(showTypeOf).join(', ')}) ${showTypeOf(resultType as JsonObject)}`
}

/** A value of the suite's `cel.expr.Value`. */
function valueOf(json: JsonObject): CelValue {
  const [kind, value] = Object.entries(json)[0] as [string, Json]
  switch (kind) {
    case 'int64Value':
    case 'enumValue':
      return BigInt(value as string)
    case 'uint64Value':
      return new CelUint(BigInt(value as string))
    case 'doubleValue':
      return Number(value)
    case 'bytesValue':
      return new Uint8Array(Buffer.from(value as string, 'base64'))
    case 'listValue':
      return (((value as JsonObject)['values'] ?? []) as readonly JsonObject[]).map(valueOf)
    case 'mapValue': {
      const entries = ((value as JsonObject)['entries'] ?? []) as readonly JsonObject[]
      return new CelMap(
        new Map(
          entries.map(({ key, value: item }) => {
            const read = valueOf(key as JsonObject)
            return [read instanceof CelUint ? read.value : read, [read, valueOf(item as JsonObject)]] as const
          }),
        ),
      )
    }
    case 'typeValue':
      return new CelTypeValue(value as string)
    case 'objectValue':
      return objectOf(value as JsonObject)
    default:
      return value as CelValue
  }
}

function objectOf(value: JsonObject): CelValue {
  const text = String(value['value'])
  if (String(value['@type']).endsWith('Timestamp')) return new CelTimestamp(Math.floor(Date.parse(text) / 1000), 0)
  return new CelDuration(BigInt(Math.round(Number(text.slice(0, -1)) * 1e9)))
}

const PRIMITIVES: Readonly<Record<string, string>> = {
  BOOL: 'bool',
  INT64: 'int',
  UINT64: 'uint',
  DOUBLE: 'double',
  STRING: 'string',
  BYTES: 'bytes',
}

function showTypeOf(type: JsonObject): string {
  const [kind, value] = Object.entries(type)[0] as [string, Json]
  const inner = value as JsonObject
  if (kind === 'primitive') return PRIMITIVES[value as string] as string
  if (kind === 'listType') return `list(${showTypeOf(inner['elemType'] as JsonObject)})`
  if (kind === 'mapType') return `map(${showTypeOf(inner['keyType'] as JsonObject)}, ${showTypeOf(inner['valueType'] as JsonObject)})`
  if (kind === 'typeParam') return value as string
  if (kind === 'abstractType')
    return `${inner['name'] as string}(${(inner['parameterTypes'] as readonly JsonObject[]).map(showTypeOf).join(', ')})`
  if (kind === 'wellKnown') return String(value).toLowerCase()
  if (kind === 'type') return 'type(dyn)'
  return kind === 'null' ? 'null' : 'dyn'
}

function typeOf(type: JsonObject): CelType {
  const [kind, value] = Object.entries(type)[0] as [string, Json]
  const inner = value as JsonObject
  if (kind === 'primitive') return { kind: PRIMITIVES[value as string] as 'bool' }
  if (kind === 'listType') return { kind: 'list', item: typeOf(inner['elemType'] as JsonObject) }
  if (kind === 'mapType')
    return { kind: 'map', key: typeOf(inner['keyType'] as JsonObject), value: typeOf(inner['valueType'] as JsonObject) }
  if (kind === 'wellKnown') return { kind: String(value).toLowerCase() as 'timestamp' }
  if (kind === 'type') return { kind: 'type', of: { kind: 'dyn' } }
  return kind === 'null' ? { kind: 'null' } : { kind: 'dyn' }
}
