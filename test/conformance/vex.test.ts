import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DocumentInvalid, readCsaf, readCycloneDxVex, readOpenVex, readVex, writeOpenVex } from '@cupel/formats'
import type { VexStatement } from '@cupel/formats'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { sharedPath } from '../shared.ts'

const openVexFolder = sharedPath('documents/openvex')
const csafFolder = sharedPath('documents/csaf')
const openVexSchema = sharedPath('schemas/openvex/openvex.schema.json')

/** Cases of tests of the CSAF standard that cupel does not make; docs/vex.md lists them with the reason. */
const NOT_CHECKED: Readonly<Record<string, number>> = {
  '6.1.8': 7,
  '6.1.9': 5,
  '6.1.10': 2,
  '6.1.11': 6,
  '6.1.12': 2,
  '6.1.27.17': 2,
  '6.1.27.18': 3,
  '6.1.38': 1,
  '6.1.39': 2,
  '6.1.40': 1,
  '6.1.41': 2,
  '6.1.45': 1,
  '6.1.46': 1,
  '6.1.47': 1,
  '6.1.48': 6,
  '6.1.49': 1,
  '6.1.50': 2,
  '6.1.51': 3,
  '6.1.52': 1,
  '6.1.53': 2,
  '6.1.54': 5,
  '6.1.56': 3,
  '6.1.59': 1,
  '6.1.60.1': 1,
  '6.1.60.2': 1,
  '6.1.60.3': 2,
}

/** Cases that upstream calls valid although they break another mandatory test by its letter: references without a product, an id twice. */
const VALID_BUT_BROKEN = ['csaf_2_1-2024-6-3-21-01-12', 'csaf_2_1-2024-6-2-54-03-01', 'csaf_2_1-2024-6-1-50-15']

function refusal(read: () => unknown): string {
  try {
    read()
    return ''
  } catch (error) {
    if (error instanceof DocumentInvalid) return error.message
    throw error
  }
}

/** The reason why a CSAF document is not valid: of the refusal, or of the problems beside what was read. */
function csafJudgement(text: string): { readonly refused: boolean; readonly why: string } {
  const why = refusal(() => readCsaf(text, 'c.json'))
  if (why !== '') return { refused: true, why }
  const said = readCsaf(text, 'c.json').problems.filter((one) => one.detail.includes('mandatory test'))
  return { refused: false, why: said.map((one) => one.detail).join('; ') }
}

function files(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => /\.(?:json|xml)$/.test(path) && statSync(path).isFile())
    .sort()
}

describe.skipIf(openVexFolder === null)('OpenVEX documents of a VEX hub', () => {
  const paths = openVexFolder === null ? [] : files(openVexFolder)

  test('every document is read whole', () => {
    let statements = 0
    let products = 0
    for (const path of paths) {
      const document = readVex(readFileSync(path, 'utf8'), basename(path))
      expect(document.problems, path).toEqual([])
      expect(document.format).toBe('openvex')
      const raw = JSON.parse(readFileSync(path, 'utf8')) as { statements: unknown[] }
      expect(document.statements.length).toBe(raw.statements.length)
      statements += document.statements.length
      products += document.statements.reduce((sum, one) => sum + one.products.length, 0)
      for (const one of document.statements) expect(one.line).toBeGreaterThan(1)
    }
    console.log('OpenVEX', { documents: paths.length, statements, products })
    expect([paths.length, statements, products]).toEqual([31, 6626, 6672])
  })

  test.skipIf(openVexSchema === null)('what is written of them is valid and reads back the same', () => {
    const validate = addFormats
      .default(new Ajv2020.default({ strict: false }))
      .compile(JSON.parse(readFileSync(openVexSchema ?? '', 'utf8')) as object)
    for (const path of paths) {
      const { statements } = readOpenVex(readFileSync(path, 'utf8'), 'a.json')
      const written = writeOpenVex(statements, { author: 'A', timestamp: '2026-01-01T00:00:00Z', id: 'https://example.org/vex/1' })
      expect(validate(JSON.parse(written)), `${path} ${JSON.stringify(validate.errors?.slice(0, 3))}`).toBe(true)
      const again = readOpenVex(written, 'a.json').statements
      expect(again.map(comparable)).toEqual(statements.map(comparable))
    }
  })
})

function comparable({ line: _line, documentId: _id, timestamp: _time, ...rest }: VexStatement): unknown {
  return rest
}

interface CsafCase {
  readonly path: string
  /** `6.1.27.9` */
  readonly id: string
  /** Valid documents pass all mandatory tests, whatever the optional ones say. */
  readonly valid: boolean
}

function csafCases(): readonly CsafCase[] {
  const cases: CsafCase[] = []
  const judged = judgements()
  for (const path of csafFolder === null ? [] : files(csafFolder)) {
    const match = /csaf_2_[01]-20\d\d-(\d+(?:-\d+)*)-(\d+)\.json$/.exec(basename(path))
    if (!match) continue
    const id = (match[1] ?? '').split('-').map(Number).join('.')
    const valid = judged.get(basename(path)) ?? (!id.startsWith('6.1.') || Number(match[2]) >= 11)
    cases.push({ path, id, valid })
  }
  return cases
}

/** CSAF 2.1 has a list of its cases that says which documents are valid; for 2.0 the number in the name says it. */
function judgements(): ReadonlyMap<string, boolean> {
  const path = sharedPath('documents/csaf/csaf_2.1/testcases.json/testcases.json')
  if (path === null) return new Map()
  const { tests } = JSON.parse(readFileSync(path, 'utf8')) as { tests: { failures?: Judged[]; valid?: Judged[] }[] }
  return new Map(tests.flatMap((one) => [...(one.failures ?? []), ...(one.valid ?? [])]).map((one) => [basename(one.name), one.valid]))
}

interface Judged {
  readonly name: string
  readonly valid: boolean
}

describe.skipIf(csafFolder === null)("the CSAF standard's validator cases", () => {
  const cases = csafCases()

  test('valid documents are read', () => {
    const wrong: string[] = []
    let statements = 0
    let read = 0
    for (const { path, valid } of cases) {
      if (!valid || VALID_BUT_BROKEN.some((name) => path.includes(name))) continue
      const text = readFileSync(path, 'utf8')
      const { why } = csafJudgement(text)
      if (why === '') statements += readCsaf(text, basename(path)).statements.length
      if (why === '') read++
      else wrong.push(`${basename(path)}: ${why}`)
    }
    console.log('CSAF valid', { read, refused: wrong.length, statements })
    expect(wrong).toEqual([])
    expect([read, statements]).toEqual([363, 18])
  })

  test('invalid documents are refused or reported, except for the tests that are not made', () => {
    const accepted: Record<string, number> = {}
    const counts = { refused: 0, reported: 0, named: 0 }
    for (const { path, id, valid } of cases) {
      if (valid) continue
      const { refused, why } = csafJudgement(readFileSync(path, 'utf8'))
      if (why === '') accepted[id] = (accepted[id] ?? 0) + 1
      else counts[refused ? 'refused' : 'reported']++
      if (why.includes(`test ${id} `)) counts.named++
    }
    console.log('CSAF invalid', { ...counts, accepted })
    expect(accepted).toEqual(NOT_CHECKED)
    expect(counts).toEqual({ refused: 18, reported: 103, named: 114 })
  })
})

const cycloneDxFolder = sharedPath('documents/cyclonedx')

describe.skipIf(cycloneDxFolder === null)('CycloneDX documents of the specification', () => {
  test('an analysis is read, and a document without one is refused with the reason', () => {
    let statements = 0
    const refused: Record<string, number> = {}
    for (const path of cycloneDxFolder === null ? [] : files(cycloneDxFolder)) {
      if (!basename(path).startsWith('valid')) continue
      const why = refusal(() => (statements += readCycloneDxVex(readFileSync(path, 'utf8'), basename(path)).statements.length))
      refused[why] = (refused[why] ?? 0) + 1
    }
    console.log('CycloneDX', { statements, refused })
    expect(statements).toBe(5)
  })
})
