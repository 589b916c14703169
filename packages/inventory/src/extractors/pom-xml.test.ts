import { expect, test } from 'vitest'
import { extractionText } from '../../../../test/extraction-text.ts'
import { mutationFaults } from '../../../../test/mutate.ts'
import pom from './pom-xml.ts'

const dependency = (text: string): string => `<dependency>${text}</dependency>`
const coordinates = (group: string, artifact: string, version = ''): string =>
  `<groupId>${group}</groupId><artifactId>${artifact}</artifactId>${version && `<version>${version}</version>`}`

const PARENT = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  ${coordinates('com.example', 'parent', '${revision}')}
  <packaging>pom</packaging>
  <modules><module>app</module><module>bom</module><module>gone</module></modules>
  <properties>
    <revision>1.5</revision>
    <alpha.version>1.\${minor}.0</alpha.version>
    <minor>2</minor>
    <loop>\${loop}</loop>
  </properties>
  <dependencyManagement><dependencies>
    ${dependency(coordinates('org.managed', 'managed', '${alpha.version}') + '<scope>test</scope>')}
    ${dependency(coordinates('com.example', 'example-bom', '${project.version}') + '<type>pom</type><scope>import</scope>')}
    ${dependency(coordinates('org.remote', 'remote-bom', '1') + '<type>pom</type><scope>import</scope>')}
  </dependencies></dependencyManagement>
  <dependencies>
    ${dependency(coordinates('org.inherited', 'inherited', '${inherited.version}'))}
  </dependencies>
</project>
`
const BOM = `<project>
  <parent>${coordinates('com.example', 'parent', '${revision}')}</parent>
  <artifactId>example-bom</artifactId>
  <dependencyManagement><dependencies>
    ${dependency(coordinates('org.boxed', 'boxed', '7.0'))}
    ${dependency(coordinates('org.boxed', 'boxed', '7.1') + '<classifier>linux</classifier>')}
  </dependencies></dependencyManagement>
</project>
`
const APP = `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <parent>${coordinates('com.example', 'parent', '${revision}')}</parent>
  <artifactId>app</artifactId>
  <licenses><license><name>Apache-2.0</name></license></licenses>
  <properties><inherited.version>3.0</inherited.version></properties>
  <dependencies>
    ${dependency(coordinates('org.alpha', 'alpha', '${alpha.version}'))}
    ${dependency(coordinates('org.managed', 'managed'))}
    ${dependency(coordinates('org.boxed', 'boxed'))}
    ${dependency(coordinates('org.boxed', 'boxed') + '<classifier>linux</classifier>')}
    ${dependency(coordinates('com.example', 'bom', '${project.version}'))}
    ${dependency(coordinates('com.example', 'example-bom', '${project.version}') + '<type>pom</type>')}
    ${dependency(coordinates('javax.servlet', 'servlet-api', '2.5') + '<scope>provided</scope><optional>true</optional>')}
    ${dependency(coordinates('org.range', 'range', '[1.2,)'))}
    ${dependency(coordinates('org.range', 'exact', '[1.2]'))}
    ${dependency(coordinates('org.open', 'open', '${open.version}'))}
    ${dependency(coordinates('org.loop', 'loop', '${loop}'))}
    ${dependency(coordinates('org.far', 'far'))}
  </dependencies>
  <build><plugins>
    <plugin><artifactId>maven-shade-plugin</artifactId><version>3.5.1</version></plugin>
    <plugin><artifactId>maven-jar-plugin</artifactId></plugin>
  </plugins></build>
  <profiles>
    <profile>
      <id>usual</id>
      <activation><activeByDefault>true</activeByDefault></activation>
      <dependencies>${dependency(coordinates('org.usual', 'usual', '1'))}</dependencies>
    </profile>
    <profile>
      <id>rare</id>
      <properties><rare.version>4</rare.version></properties>
      <dependencies>${dependency(coordinates('org.rare', 'rare', '${rare.version}'))}</dependencies>
    </profile>
  </profiles>
</project>
`

test('parents, properties, management, BOMs and profiles of the tree', () => {
  const files = { 'app/pom.xml': APP, 'pom.xml': PARENT, 'bom/pom.xml': BOM }
  expect(extractionText(pom, files)).toMatchInlineSnapshot(`
    "pom-xml 4.0.0: read, 15 packages, skipped 1 × module of this build, skipped 1 × plug-in without version
    :30 pkg:maven/org.usual/usual@1 runtime direct
    :9 pkg:maven/org.alpha/alpha@1.2.0 runtime direct
    :10 pkg:maven/org.managed/managed@1.2.0 test direct
    :11 pkg:maven/org.boxed/boxed@7.0 runtime direct
    :12 pkg:maven/org.boxed/boxed@7.1?classifier=linux runtime direct
    :13 pkg:maven/com.example/bom@1.5 runtime direct
    :15 pkg:maven/javax.servlet/servlet-api@2.5 optional+peer direct
    :16 pkg:maven/org.range/range runtime direct
    :17 pkg:maven/org.range/exact@1.2 runtime direct
    :18 pkg:maven/org.open/open runtime direct
    :19 pkg:maven/org.loop/loop runtime direct
    :20 pkg:maven/org.far/far runtime direct
    :35 pkg:maven/org.rare/rare@4 runtime+optional direct
    pom.xml:18 pkg:maven/org.inherited/inherited@3.0 runtime direct
    :23 pkg:maven/org.apache.maven.plugins/maven-shade-plugin@3.5.1 build direct
      [com.example:app 1.5 in app] → pkg:maven/org.usual/usual@1
      [com.example:app 1.5 in app] → pkg:maven/org.alpha/alpha@1.2.0
      [com.example:app 1.5 in app] → pkg:maven/org.managed/managed@1.2.0
      [com.example:app 1.5 in app] → pkg:maven/org.boxed/boxed@7.0
      [com.example:app 1.5 in app] → pkg:maven/org.boxed/boxed@7.1?classifier=linux
      [com.example:app 1.5 in app] → pkg:maven/com.example/bom@1.5
      [com.example:app 1.5 in app] → pkg:maven/javax.servlet/servlet-api@2.5
      [com.example:app 1.5 in app] → pkg:maven/org.range/range
      [com.example:app 1.5 in app] → pkg:maven/org.range/exact@1.2
      [com.example:app 1.5 in app] → pkg:maven/org.open/open
      [com.example:app 1.5 in app] → pkg:maven/org.loop/loop
      [com.example:app 1.5 in app] → pkg:maven/org.far/far
      [com.example:app 1.5 in app] → pkg:maven/org.rare/rare@4
      [com.example:app 1.5 in app] → pkg:maven/org.inherited/inherited@3.0
      [com.example:app 1.5 in app] → pkg:maven/org.apache.maven.plugins/maven-shade-plugin@3.5.1
      note version-unpinned :16 the version [1.2,) is a range: org.range:range
      note version-unpinned :18 the version \${open.version} depends on a property that is not in the tree: org.open:open
      note version-unpinned :19 the version \${loop} depends on a property that is not in the tree: org.loop:loop
      note version-unpinned :20 the version is managed in org.remote:remote-bom:1, which is not in the tree: org.far:far"
  `)
})

test('a parent file that is another project is not the parent', () => {
  const child = `<project><parent>${coordinates('org.remote', 'parent', '1')}</parent><artifactId>a</artifactId>
    <dependencies>${dependency(coordinates('g', 'a'))}</dependencies></project>`
  expect(extractionText(pom, { 'a/pom.xml': child, 'pom.xml': PARENT })).toMatchInlineSnapshot(`
    "pom-xml ?: read, 1 packages
    :2 pkg:maven/g/a runtime direct
      [org.remote:a 1 in a] → pkg:maven/g/a
      note version-unpinned :2 the version is managed in org.remote:parent:1, which is not in the tree: g:a"
  `)
})

test('a BOM of the tree behind one that is not there is in doubt', () => {
  const root = `<project>${coordinates('com.example', 'root', '1')}<modules><module>bom</module></modules>
    <dependencyManagement><dependencies>
      ${dependency(coordinates('org.remote', 'first-bom', '1') + '<type>pom</type><scope>import</scope>')}
      ${dependency(coordinates('com.example', 'bom', '1') + '<type>pom</type><scope>import</scope>')}
    </dependencies></dependencyManagement>
    <dependencies>${dependency(coordinates('g', 'a'))}</dependencies></project>`
  const bom = `<project>${coordinates('com.example', 'bom', '1')}
    <dependencyManagement><dependencies>${dependency(coordinates('g', 'a', '2.0'))}</dependencies></dependencyManagement></project>`
  expect(extractionText(pom, { 'pom.xml': root, 'bom/pom.xml': bom })).toMatchInlineSnapshot(`
    "pom-xml ?: read, 1 packages
    :6 pkg:maven/g/a@2.0 runtime direct
      [com.example:root 1 in .] → pkg:maven/g/a@2.0
      note version-unpinned :6 a BOM in the tree states the version, but org.remote:first-bom:1, not in the tree, comes first: g:a"
  `)
})

test('parents in a circle end', () => {
  const project = (name: string, parent: string): string =>
    `<project><parent>${coordinates('g', parent, '1')}<relativePath>../${parent}</relativePath></parent><artifactId>${name}</artifactId>
    <dependencies>${dependency(coordinates('g2', 'of-' + name, '1'))}</dependencies></project>`
  expect(extractionText(pom, { 'a/pom.xml': project('a', 'b'), 'b/pom.xml': project('b', 'a') })).toMatchInlineSnapshot(`
    "pom-xml ?: read, 2 packages
    :2 pkg:maven/g2/of-a@1 runtime direct
    b/pom.xml:2 pkg:maven/g2/of-b@1 runtime direct
      [g:a 1 in a] → pkg:maven/g2/of-a@1
      [g:a 1 in a] → pkg:maven/g2/of-b@1"
  `)
})

test('a file in a declared single-byte encoding is read', () => {
  const text = `<?xml version="1.0" encoding="ISO-8859-1"?><project>${coordinates('g', 'a', '1')}<name>é</name><dependencies>${dependency(coordinates('g2', 'b', '1'))}</dependencies></project>`
  expect(extractionText(pom, { 'pom.xml': Buffer.from(text, 'latin1') })).toContain('pkg:maven/g2/b@1')
})

test.each([
  ['another document', '<html/>', '! malformed :1 the root element is not project'],
  ['a later model', '<project><modelVersion>5.0.0</modelVersion></project>', '! unsupported-version'],
  [
    'coordinates that stay open',
    `<project><dependencies>${dependency(coordinates('${g}', 'a', '1'))}</dependencies></project>`,
    '! name-invalid :1',
  ],
])('%s is reported', (_, text, problem) => expect(extractionText(pom, { 'pom.xml': text })).toContain(problem))

test('damaged copies lose nothing silently', () => {
  const unknownVersion = (text: string): string => text.replace('<modelVersion>4.0.0', '<modelVersion>9.0.0')
  expect(mutationFaults(pom, 'app/pom.xml', APP, { unknownVersion, beside: { 'pom.xml': PARENT, 'bom/pom.xml': BOM } })).toEqual([])
})

test('an encoding that the XML states is followed', () => {
  const text =
    '<?xml version="1.0" encoding="ISO-8859-1"?>\n<project><groupId>g</groupId><artifactId>a</artifactId><version>1</version><!-- Müller -->' +
    '<dependencies><dependency><groupId>x</groupId><artifactId>y</artifactId><version>2</version></dependency></dependencies></project>'
  expect(extractionText(pom, { 'pom.xml': Buffer.from(text, 'latin1') })).toContain('pkg:maven/x/y@2')
  expect(extractionText(pom, { 'pom.xml': Buffer.from(text.replace('ISO-8859-1', 'UTF-8'), 'latin1') })).toContain('! malformed')
})
