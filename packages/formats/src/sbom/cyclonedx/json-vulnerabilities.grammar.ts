/** CycloneDX 1.2 to 1.7 in JSON (ECMA-424): vulnerabilities and their analysis. The notation stands at `jsonGrammar`; `@5` is since 1.5. */
export const CYCLONEDX_JSON_VULNERABILITIES = `
advisory { title:str, url!:iri }
cwe = int<1:>
severity = 'critical' 'high' 'medium' 'low' 'info' 'none' 'unknown'
scoreMethod = 'CVSSv2' 'CVSSv3' 'CVSSv31' 'OWASP' 'other' 'CVSSv4'@5 'SSVC'@5
impactAnalysisState = 'resolved' 'resolved_with_pedigree' 'exploitable' 'in_triage' 'false_positive' 'not_affected'
impactAnalysisJustification = 'code_not_present' 'code_not_reachable' 'requires_configuration' 'requires_dependency' 'requires_environment' 'protected_by_compiler' 'protected_at_runtime' 'protected_at_perimeter' 'protected_by_mitigating_control'
rating { source:vulnerabilitySource, score:num, severity:severity, method:scoreMethod, vector:str, justification:str }
vulnerabilitySource { url:str, name:str }
vulnerabilityReferences { id!:str, source!:vulnerabilitySource }
vulnerabilityCredits { organizations:[organizationalEntity], individuals:[organizationalContact] }
vulnerabilityAnalysisResponse = 'can_not_fix' 'will_not_fix' 'update' 'rollback' 'workaround_available'
vulnerabilityAnalysis { state:impactAnalysisState, justification:impactAnalysisJustification, response:[vulnerabilityAnalysisResponse], detail:str, firstIssued:datetime@5, lastUpdated:datetime@5 }
vulnerabilityAffectsVersions { version:version, range:range@2-5, range:versionRange@6, status:affectedStatus, one(version range) }
vulnerabilityAffects { ref!:refType@2-4, ref!:(refLinkType|bomLinkElementType)@5, versions:[vulnerabilityAffectsVersions] }
vulnerability { bom-ref:refType, id:str, source:vulnerabilitySource, references:[vulnerabilityReferences], ratings:[rating], cwes:[cwe], description:str, detail:str, recommendation:str, advisories:[advisory], created:datetime, published:datetime, updated:datetime, credits:vulnerabilityCredits, tools:[tool]@2-4, tools:(vulnerabilityToolsTools^[tool])@5, analysis:vulnerabilityAnalysis, affects:[vulnerabilityAffects]*, properties:[property], workaround:str@5, proofOfConcept:vulnerabilityProofOfConcept@5, rejected:datetime@5 }
affectedStatus = 'affected' 'unaffected' 'unknown'
vulnerabilityProofOfConcept { reproductionSteps:str, environment:str, supportingMaterial:[attachment], ... }
vulnerabilityToolsTools { components:[component]*, services:[service]* }
`
