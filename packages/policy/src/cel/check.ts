import type { CallNode, CelExpression, CelNode, FoldNode, ListNode, SelectNode } from './ast.ts'
import type { CelEnvironment } from './cel-environment.ts'
import { quoted } from './cel-invalid.ts'
import type { CelIssue } from './cel-invalid.ts'
import type { CelType } from './cel-type.ts'
import { BOOL, DYN, ERROR, INT, listOf, mapOf, optionalItem, optionalOf, parameter, sameType, showType } from './cel-type.ts'
import { literalType } from './literal-type.ts'
import { resolveCall, resolveName } from './resolve.ts'
import { assignable, moreGeneral, substitute } from './unify.ts'
import type { Bindings } from './unify.ts'

export interface CheckedTypes {
  /** Of the whole expression. */
  readonly type: CelType
  /** By the number of the node. */
  readonly types: readonly CelType[]
  readonly issues: readonly CelIssue[]
}

/** Finds the type of every part of an expression (language definition, "Gradual Type Checking"); what does not fit is an issue. */
export function checkCel({ root, nodes }: CelExpression, environment: CelEnvironment): CheckedTypes {
  const checker = new Checker(environment, nodes)
  checker.typeOf(root, new Map())
  const types = checker.types.map((type) => substitute(type, checker.bindings, true))
  return { type: types[root.id] ?? DYN, types, issues: checker.issues.toSorted((a, b) => a.at - b.at) }
}

type Locals = ReadonlyMap<string, CelType>

class Checker {
  readonly issues: CelIssue[] = []
  readonly types: CelType[]
  bindings: Bindings = new Map()
  readonly environment: CelEnvironment
  private fresh = 0

  constructor(environment: CelEnvironment, nodes: number) {
    this.environment = environment
    this.types = Array.from({ length: nodes }, () => DYN)
  }

  typeOf(node: CelNode, locals: Locals): CelType {
    const type = this.infer(node, locals)
    this.types[node.id] = type
    return type
  }

  private infer(node: CelNode, locals: Locals): CelType {
    switch (node.kind) {
      case 'literal':
        return literalType(node.value)
      case 'ident':
        return this.named(node, locals) ?? this.issue(node, `there is no ${quoted(node.name)} here`)
      case 'select':
        return this.named(node, locals) ?? this.selection(node, locals)
      case 'call':
        return this.call(node, locals)
      case 'list':
        return listOf(this.joined(node.items.map((item) => this.item(item, locals))))
      case 'map': {
        const keys = this.joined(node.entries.map(({ key }) => this.typeOf(key, locals)))
        return mapOf(keys, this.joined(node.entries.map((entry) => this.item(entry, locals))))
      }
      case 'struct':
        for (const { value } of node.fields) this.typeOf(value, locals)
        return this.issue(node, `there is no type ${quoted(node.name)} to make a value of`)
      case 'fold':
        return this.fold(node, locals)
      case 'bind': {
        const value = this.typeOf(node.value, locals)
        if (node.bind === 'bind') return this.typeOf(node.body, new Map([...locals, [node.variable, value]]))
        const item = this.newParameter()
        if (!this.unify(value, optionalOf(item)))
          this.issue(node.value, `${node.bind} is asked of an optional, not of ${this.shown(value)}`)
        const body = this.typeOf(node.body, new Map([...locals, [node.variable, this.plain(item)]]))
        if (node.bind === 'optMap') return optionalOf(body)
        if (!this.unify(body, optionalOf(this.newParameter())))
          this.issue(node.body, `optFlatMap wants an optional, not ${this.shown(body)}`)
        return body
      }
    }
  }

  private named(node: CelNode, locals: Locals): CelType | null {
    if (node.kind === 'ident' && !node.absolute) {
      const local = locals.get(node.name)
      if (local !== undefined) return local
    }
    const name = resolveName(node, this.environment, locals)
    if (name === null) return null
    return this.environment.variables.get(name) ?? this.environment.types.get(name)?.type ?? null
  }

  private item({ value, optional }: ListNode['items'][number], locals: Locals): CelType {
    const type = this.typeOf(value, locals)
    if (!optional) return type
    const item = this.newParameter()
    if (this.unify(type, optionalOf(item))) return this.plain(item)
    return this.issue(value, `after "?" stands an optional, not ${this.shown(type)}`)
  }

  private joined(types: readonly CelType[]): CelType {
    const [first, ...rest] = types
    if (first === undefined) return this.newParameter()
    return rest.reduce((joint, type) => (this.unify(joint, type) ? moreGeneral(joint, type) : DYN), first)
  }

  private selection(node: SelectNode, locals: Locals): CelType {
    const operand = this.plain(this.typeOf(node.operand, locals))
    const inner = optionalItem(operand)
    const field = this.fieldOf(inner === null ? operand : this.plain(inner), node)
    if (node.test) return BOOL
    return (inner === null && !node.optional) || optionalItem(field) !== null ? field : optionalOf(field)
  }

  private fieldOf(type: CelType, node: SelectNode): CelType {
    if (type.kind === 'map') return type.value
    if (type.kind === 'dyn' || type.kind === 'error') return DYN
    if (type.kind === 'parameter') {
      this.unify(type, DYN)
      return DYN
    }
    const fields = type.kind === 'record' ? this.environment.records.get(type.name) : undefined
    if (fields === undefined) return this.issue(node, `${this.shown(type)} has no fields, and so no ${quoted(node.field)}`)
    return fields.get(node.field) ?? this.issue(node, `${this.shown(type)} has no field ${quoted(node.field)}`)
  }

  private call(node: CallNode, locals: Locals): CelType {
    const resolved = resolveCall(node, this.environment, locals)
    if (resolved === null) {
      for (const one of node.target === null ? node.args : [node.target, ...node.args]) this.typeOf(one, locals)
      return this.issue(node, `there is no function ${quoted(node.name)}`)
    }
    const { called, args } = resolved
    const given = args.map((one) => this.typeOf(one, locals))
    let result: CelType | null = null
    for (const overload of called.overloads) {
      const own = new Map(overload.generics.map((name) => [name, this.newParameter()]))
      const bindings = assignable(
        given,
        overload.params.map((type) => substitute(type, own)),
        this.bindings,
      )
      if (bindings === null) continue
      this.bindings = bindings
      const one = substitute(substitute(overload.result, own), bindings)
      result = result === null || sameType(result, one) ? one : DYN
    }
    if (result !== null) return result
    const shown = given.map((type) => this.shown(type)).join(', ')
    return this.issue(node, `${quoted(called.name)} does not take (${shown})`)
  }

  private fold(node: FoldNode, locals: Locals): CelType {
    const range = this.plain(this.typeOf(node.range, locals))
    const [first, second] = node.variables
    const [key, value] = this.entryTypes(range, node, second !== undefined)
    const inner = new Map([...locals, [first, key], ...(second === undefined ? [] : ([[second, value]] as const))])
    if (node.where !== null) this.wantBool(node.where, this.typeOf(node.where, inner))
    const body = this.typeOf(node.body, inner)
    switch (node.fold) {
      case 'all':
      case 'exists':
      case 'existsOne':
        this.wantBool(node.body, body)
        return BOOL
      case 'filter':
        this.wantBool(node.body, body)
        return listOf(key)
      case 'map':
      case 'transformList':
        return listOf(body)
      case 'transformMap':
        return mapOf(key, body)
      case 'transformMapEntry': {
        const [newKey, newValue] = [this.newParameter(), this.newParameter()]
        if (!this.unify(body, mapOf(newKey, newValue))) this.issue(node.body, `this is a map of one entry, not ${this.shown(body)}`)
        return this.plain(mapOf(newKey, newValue))
      }
    }
  }

  /** Types of the first and second variable. */
  private entryTypes(range: CelType, node: FoldNode, two: boolean): readonly [CelType, CelType] {
    if (range.kind === 'list') return two ? [INT, range.item] : [range.item, range.item]
    if (range.kind === 'map') return [range.key, range.value]
    if (range.kind === 'parameter') this.unify(range, DYN)
    else if (range.kind !== 'dyn' && range.kind !== 'error') {
      this.issue(node.range, `${quoted(node.name)} goes through a list or a map, not ${this.shown(range)}`)
    }
    return [DYN, DYN]
  }

  private wantBool(node: CelNode, type: CelType): void {
    if (!this.unify(type, BOOL)) this.issue(node, `this must be true or false, not ${this.shown(type)}`)
  }

  private unify(given: CelType, wanted: CelType): boolean {
    const bindings = assignable([given], [wanted], this.bindings)
    if (bindings !== null) this.bindings = bindings
    return bindings !== null
  }

  private plain(type: CelType): CelType {
    return substitute(type, this.bindings)
  }

  private shown(type: CelType): string {
    return showType(substitute(type, this.bindings, true))
  }

  private newParameter(): CelType {
    return parameter(`_${this.fresh++}`)
  }

  private issue({ at, end }: CelNode, message: string): CelType {
    this.issues.push({ at, end, message })
    return ERROR
  }
}
