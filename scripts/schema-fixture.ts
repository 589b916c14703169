import { join } from 'node:path'
import { writeSchemaFixture } from '../packages/server/src/testing/schema-fixture.ts'

// Run at a release: keeps a backup of its schema for the tests of all later versions.
const tables = await writeSchemaFixture(join(process.cwd(), 'packages', 'server', 'fixtures'))
console.log(`${tables.filter(({ rows }) => rows > 0).length} tables with rows`)
