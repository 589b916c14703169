import { expect, it } from 'vitest'
import { readXml } from '../../xml.ts'
import { FaultList } from './fault.ts'
import { xmlGrammar } from './xml-grammar.ts'

const TEXT = `
root { @id!:int @new:bool@5 @* head:str? [a:num b:str]@2-4 (a:num b:str?)*@5 list:list? ~ }
list { % (item:item ~)* }
item { @kind:kind =date }
kind = 'x' 'y'
`

function faults(xml: string, version = 5): string[] {
  const list = new FaultList(10)
  xmlGrammar(TEXT, version, 'urn:n').check(readXml(xml), 'root', list)
  return list.faults.map((fault) => `${fault.path} ${fault.rule}`)
}

const open = '<root xmlns="urn:n" xmlns:o="urn:o" id="1"'

it.each<[string, number, string[]]>([
  [`${open}/>`, 5, []],
  [`${open}><head/><a>1</a><b/><a>2</a><list>text<item kind="x">2024-05-06</item><o:x/></list><o:y/></root>`, 5, []],
  [`${open}><a>1</a></root>`, 4, []],
  [`${open}/>`, 4, ['/root:1 content']],
  [`${open}><a>1</a><a>1</a></root>`, 4, ['/root:1 content']],
  [`${open}><b/></root>`, 5, ['/root:1 content']],
  [`${open}><a>x</a></root>`, 5, ['/root:1/a:1 num']],
  [`${open}><a>1</a><head/></root>`, 5, ['/root:1 content']],
  [`${open}><o:y/><a>1</a></root>`, 5, ['/root:1 content']],
  [`${open}>text</root>`, 5, ['/root:1 content']],
  [`${open} x="1"/>`, 5, ['/root:1 attribute']],
  [`${open} o:x="1" new="true"/>`, 5, []],
  ['<root xmlns="urn:n"/>', 5, ['/root:1 required']],
  [`${open}><list><item kind="z">2024-02-30</item></list></root>`, 5, ['/root:1/list:1/item:1 attribute', '/root:1/list:1/item:1 date']],
])('judges %s as version %i', (xml, version, expected) => {
  expect(faults(xml, version)).toEqual(expected)
})
