import { expect, test } from 'vitest'
import { parseArchiveName } from './archive-name.ts'

test.each([
  ['guava-31.1-jre.jar', 'guava', '31.1-jre'],
  ['commons-lang3-3.12.0.jar', 'commons-lang3', '3.12.0'],
  ['log4j-1.2-api-2.17.1.jar', 'log4j-1.2-api', '2.17.1'],
  ['app-1.0-20240312.035235-10.jar', 'app', '1.0-20240312.035235-10'],
  ['x-1.0-beta-2.jar', 'x', '1.0-beta-2'],
  ['kafka_2.13-3.6.1.jar', 'kafka_2.13', '3.6.1'],
  ['spring-boot-2.7.18.RELEASE.war', 'spring-boot', '2.7.18.RELEASE'],
  ['plain.jar', 'plain', ''],
  ['with-words.jar', 'with-words', ''],
  ['-1.jar', '-1', ''],
])('%s', (file, artifact, version) => expect(parseArchiveName(file)).toEqual({ artifact, version }))
