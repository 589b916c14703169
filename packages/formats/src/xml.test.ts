import { describe, expect, it } from 'vitest'
import { DocumentInvalid } from './document-invalid.ts'
import { readXml } from './xml.ts'

function refusal(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (error instanceof DocumentInvalid) return `${error.fault} ${error.line} ${error.message}`
    throw error
  }
  return 'read'
}

describe('readXml', () => {
  it('gives elements with namespaces, attributes, text and lines', () => {
    const root = readXml('\ufeff<?xml version="1.0"?>\n<p:a xmlns:p="urn:x" k="1" p:f="2">\n <b>t &amp; <![CDATA[<u>]]></b>\n <c/></p:a>')
    expect(root).toMatchObject({ name: 'a', uri: 'urn:x', line: 2 })
    expect([...root.attributes]).toEqual([['k', '1']])
    expect([...root.foreign]).toEqual([['{urn:x}f', '2']])
    expect(root.children.map((child) => [child.name, child.uri, child.text, child.line])).toEqual([
      ['b', '', 't & <u>', 3],
      ['c', '', '', 4],
    ])
  })

  it.each([
    ['', 'malformed'],
    ['<a>', 'malformed 1'],
    ['<a>\n<b></a>', 'malformed 2'],
    ['<a/><b/>', 'malformed 1'],
    ['<a>&x;</a>', 'malformed 1'],
    ['<p:a/>', 'malformed 1'],
    ['<!DOCTYPE a [<!ENTITY b "bbb">]><a/>', 'unsupported-content 1'],
    ['<a>'.repeat(10_000), 'limit-exceeded 1 the document is nested deeper than 500 levels'],
  ])('refuses %#', (text, expected) => {
    expect(refusal(() => readXml(text))).toContain(expected)
  })

  it('never expands entities, even where a document type is let through', () => {
    const text = '<!DOCTYPE a [<!ENTITY b "bbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    expect(refusal(() => readXml(text, { doctype: 'ignore' }))).toContain('malformed')
    expect(readXml('<!DOCTYPE plist PUBLIC "x" "y"><a/>', { doctype: 'ignore' }).name).toBe('a')
  })

  it('bounds the count of elements and the length', () => {
    expect(refusal(() => readXml(`<a>${'<b/>'.repeat(100)}</a>`, { maxElements: 100 }))).toContain('limit-exceeded')
    expect(refusal(() => readXml('<a/>', { maxLength: 2 }))).toContain('limit-exceeded')
  })
})
