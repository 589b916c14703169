/** CycloneDX 1.0 to 1.7 in XML (ECMA-424): vulnerabilities and their analysis. The notation stands at `xmlGrammar`; `@5` is since 1.5. */
export const CYCLONEDX_XML_VULNERABILITIES = `
vulnerabilitiesType { @** (vulnerability:vulnerabilityType ~)* }
vulnerabilityTypeReferencesReference { id:str?@0-4 source:vulnerabilitySourceType?@0-4 id:str@5 source:vulnerabilitySourceType@5 }
vulnerabilityTypeReferences { (reference:vulnerabilityTypeReferencesReference ~)* }
vulnerabilityTypeRatings { rating:ratingType* }
vulnerabilityTypeCwes { cwe:int* }
vulnerabilityTypeAdvisories { advisory:advisoryType* }
vulnerabilityTypeCreditsOrganizations { (organization:organizationalEntity)* }
vulnerabilityTypeCreditsIndividuals { (individual:organizationalContact)* }
vulnerabilityTypeCredits { organizations:vulnerabilityTypeCreditsOrganizations? individuals:vulnerabilityTypeCreditsIndividuals? }
vulnerabilityTypeTools { (tool:toolType?)*@0-4 [(tool:toolType?)* (components:componentsType? services:servicesType?)?]@5 }
vulnerabilityTypeAnalysisResponses { (response:impactAnalysisResponsesType)* }
vulnerabilityTypeAnalysis { (state:impactAnalysisStateType? justification:impactAnalysisJustificationType? responses:vulnerabilityTypeAnalysisResponses? detail:str?)?@0-4 (state:impactAnalysisStateType? justification:impactAnalysisJustificationType? responses:vulnerabilityTypeAnalysisResponses? detail:str? firstIssued:datetime? lastUpdated:datetime?)?@5 }
vulnerabilityTypeAffectsTargetVersionsVersion { ([version:str range:str] status:impactAnalysisAffectedStatusType?)?@0-5 ([version:versionType range:versionRangeType] status:impactAnalysisAffectedStatusType?)?@6 }
vulnerabilityTypeAffectsTargetVersions { (version:vulnerabilityTypeAffectsTargetVersionsVersion)* }
vulnerabilityTypeAffectsTarget { (ref:refType versions:vulnerabilityTypeAffectsTargetVersions?)?@0-4 (ref:(refLinkType|bomLinkElementType) versions:vulnerabilityTypeAffectsTargetVersions?)?@5 }
vulnerabilityTypeAffects { (target:vulnerabilityTypeAffectsTarget)* }
vulnerabilityType { @bom-ref:refType (id:str? source:vulnerabilitySourceType? references:vulnerabilityTypeReferences? ratings:vulnerabilityTypeRatings? cwes:vulnerabilityTypeCwes? description:str? detail:str? recommendation:str? advisories:vulnerabilityTypeAdvisories? created:datetime? published:datetime? updated:datetime? credits:vulnerabilityTypeCredits? tools:vulnerabilityTypeTools? analysis:vulnerabilityTypeAnalysis? affects:vulnerabilityTypeAffects? properties:propertiesType?)?@0-4 (id:str? source:vulnerabilitySourceType? references:vulnerabilityTypeReferences? ratings:vulnerabilityTypeRatings? cwes:vulnerabilityTypeCwes? description:str? detail:str? recommendation:str? workaround:str? proofOfConcept:vulnerabilityTypeProofOfConcept? advisories:vulnerabilityTypeAdvisories? created:datetime? published:datetime? updated:datetime? rejected:datetime? credits:vulnerabilityTypeCredits? tools:vulnerabilityTypeTools? analysis:vulnerabilityTypeAnalysis? affects:vulnerabilityTypeAffects? properties:propertiesType?)?@5 }
vulnerabilitySourceType { (name:str? url:uri?)* }
ratingType { source:vulnerabilitySourceType? score:num? severity:severityType? method:scoreSourceType? vector:str? justification:str? }
advisoryType { title:str? url:uri }
severityType = 'critical' 'high' 'medium' 'low' 'info' 'none' 'unknown'
impactAnalysisStateType = 'resolved' 'resolved_with_pedigree' 'exploitable' 'in_triage' 'false_positive' 'not_affected'
impactAnalysisJustificationType = 'code_not_present' 'code_not_reachable' 'requires_configuration' 'requires_dependency' 'requires_environment' 'protected_by_compiler' 'protected_at_runtime' 'protected_at_perimeter' 'protected_by_mitigating_control'
scoreSourceType = 'CVSSv2' 'CVSSv3' 'CVSSv31' 'CVSSv4'@5 'OWASP' 'SSVC'@5 'other'
impactAnalysisResponsesType = 'can_not_fix' 'will_not_fix' 'update' 'rollback' 'workaround_available'
impactAnalysisAffectedStatusType = 'affected' 'unaffected' 'unknown'
vulnerabilityTypeProofOfConceptSupportingMaterial { attachment:attachedTextType* }
vulnerabilityTypeProofOfConcept { reproductionSteps:str? environment:str? supportingMaterial:vulnerabilityTypeProofOfConceptSupportingMaterial? }
`
