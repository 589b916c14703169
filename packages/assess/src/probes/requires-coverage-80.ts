import { coverageProbe } from '../documents/coverage-probe.ts'
import { defineProbe } from '../probe.ts'

export default defineProbe(coverageProbe({ id: 'requiresCoverage80', wanted: 80 }))
