const FOLDERS = new Set([
  'test',
  'tests',
  'testing',
  'testsuite',
  'unittest',
  'unittests',
  'regress',
  'regression',
  'testdata',
  'test-data',
  'test_data',
  'testfiles',
  'fixtures',
  'fixture',
  '__tests__',
  '__fixtures__',
  'spec',
  'specs',
  'example',
  'examples',
  'sample',
  'samples',
  'demo',
  'demos',
  'e2e',
  'benchmark',
  'benchmarks',
  'bench',
  'mock',
  'mocks',
  'corpus',
  'corpora',
])

/** Whether a path lies in a folder that, by its name, holds tests, their data or examples rather than what is built. */
export function isExample(path: string): boolean {
  const parts = path.toLowerCase().split('/')
  return parts.slice(0, -1).some((part) => FOLDERS.has(part))
}
