/** Types whose file is a plain .jar (Maven "Artifact handlers"). */
const JARS = new Set(['', 'jar', 'bundle', 'maven-plugin', 'ejb', 'eclipse-plugin', 'hk2-jar', 'orbit'])

/** purl qualifiers of a Maven artifact that is not its main jar. */
export function mavenQualifiers(type: string, classifier: string): Readonly<Record<string, string>> {
  const qualifiers: Record<string, string> = {}
  const kind = type === 'test-jar' ? 'tests' : type === 'java-source' ? 'sources' : classifier
  if (kind !== '') qualifiers['classifier'] = kind
  if (!JARS.has(type) && type !== 'test-jar' && type !== 'java-source') qualifiers['type'] = type
  return qualifiers
}
