/** CycloneDX 1.0 to 1.7 in XML (ECMA-424): declarations, standards, patents, citations. The notation stands at `xmlGrammar`; `@5` is since 1.5. */
export const CYCLONEDX_XML_STANDARDS = `
declarationsTypeAssessorsAssessor { @bom-ref:refType @* thirdParty:bool? organization:organizationalEntity? }
declarationsTypeAssessors { assessor:declarationsTypeAssessorsAssessor* }
declarationsTypeAttestationsAttestationMapClaims { claim:refLinkType* }
declarationsTypeAttestationsAttestationMapCounterClaims { counterClaim:refLinkType* }
declarationsTypeAttestationsAttestationMapConformanceMitigationStrategies { mitigationStrategy:refLinkType* }
declarationsTypeAttestationsAttestationMapConformance { score:num<0:1> rationale:str? mitigationStrategies:declarationsTypeAttestationsAttestationMapConformanceMitigationStrategies? }
declarationsTypeAttestationsAttestationMapConfidence { score:num<0:1> rationale:str? }
declarationsTypeAttestationsAttestationMap { requirement:refLinkType? claims:declarationsTypeAttestationsAttestationMapClaims? counterClaims:declarationsTypeAttestationsAttestationMapCounterClaims? conformance:declarationsTypeAttestationsAttestationMapConformance? confidence:declarationsTypeAttestationsAttestationMapConfidence? }
declarationsTypeAttestationsAttestation { summary:str? assessor:refLinkType? map:declarationsTypeAttestationsAttestationMap* ~ }
declarationsTypeAttestations { attestation:declarationsTypeAttestationsAttestation* }
declarationsTypeClaimsClaimMitigationStrategies { mitigationStrategy:refLinkType* }
declarationsTypeClaimsClaim { @bom-ref:refType @* target:refLinkType? predicate:str? mitigationStrategies:declarationsTypeClaimsClaimMitigationStrategies? reasoning:str? evidence:refLinkType* counterEvidence:refLinkType* externalReferences:externalReferences? ~ }
declarationsTypeClaims { claim:declarationsTypeClaimsClaim* }
declarationsTypeEvidenceEvidenceDataContents { attachment:attachedTextType? url:uri? }
declarationsTypeEvidenceEvidenceData { name:str? contents:declarationsTypeEvidenceEvidenceDataContents? classification:str? sensitiveData:any* governance:dataGovernance? }
declarationsTypeEvidenceEvidence { @bom-ref:refType @* propertyName:str? description:str? data:declarationsTypeEvidenceEvidenceData* created:datetime? expires:datetime? author:organizationalContact? reviewer:organizationalContact? ~ }
declarationsTypeEvidence { evidence:declarationsTypeEvidenceEvidence* }
declarationsTypeTargetsOrganizations { organization:organizationalEntity* }
declarationsTypeTargetsComponents { component:component* }
declarationsTypeTargetsServices { service:service* }
declarationsTypeTargets { organizations:declarationsTypeTargetsOrganizations? components:declarationsTypeTargetsComponents? services:declarationsTypeTargetsServices? }
declarationsTypeAffirmationSignatoriesSignatory { name:str? role:str? organization:organizationalEntity? externalReference:externalReference? ~ }
declarationsTypeAffirmationSignatories { signatory:declarationsTypeAffirmationSignatoriesSignatory* }
declarationsTypeAffirmation { statement:str? signatories:declarationsTypeAffirmationSignatories? ~ }
declarationsType { assessors:declarationsTypeAssessors? attestations:declarationsTypeAttestations? claims:declarationsTypeClaims? evidence:declarationsTypeEvidence? targets:declarationsTypeTargets? affirmation:declarationsTypeAffirmation? ~ }
definitionsType { standards:standardsType? patents:definitionsTypePatents?@7 }
standardsType { @** (standard:standard ~)* }
standardRequirementsRequirementDescriptions { description:str* }
standardRequirementsRequirement { @bom-ref:refType @* identifier:str? title:str? text:str? descriptions:standardRequirementsRequirementDescriptions? openCre:cre* parent:refLinkType? properties:propertiesType? externalReferences:externalReferences? }
standardRequirements { requirement:standardRequirementsRequirement* }
standardLevelsLevelRequirements { requirement:refLinkType* }
standardLevelsLevel { @bom-ref:refType @* identifier:str? title:str? description:str? requirements:standardLevelsLevelRequirements? }
standardLevels { level:standardLevelsLevel* }
standard { @bom-ref:refType @* name:str version:str description:str owner:str requirements:standardRequirements? levels:standardLevels? externalReferences:externalReferences? ~ }
definitionsTypePatents { [patent:patentType patentFamily:patentFamilyType]* }
patentFamilyTypeMembers { ref:refLinkType+ }
patentFamilyType { @bom-ref:refType @* familyId:str priorityApplication:priorityApplicationType? members:patentFamilyTypeMembers? externalReferences:externalReferences? }
patentType { @bom-ref:refType @* patentNumber:patentNumberType applicationNumber:patentNumberType? jurisdiction:patentJurisdictionType priorityApplication:priorityApplicationType? publicationNumber:patentNumberType? title:str? abstract:str? filingDate:date? grantDate:date? patentExpirationDate:date? patentLegalStatus:patentLegalStatusEnum patentAssignee:organizationOrIndividualType* externalReferences:externalReferences? }
patentAssertionTypePatentRefs { bom-ref:str+ }
patentAssertionTypeAsserter { [organization:organizationalEntity contact:organizationalContact ref:refLinkType] }
patentAssertionType { @bom-ref:refType @* assertionType:patentAssertionTypeEnum patentRefs:patentAssertionTypePatentRefs? asserter:patentAssertionTypeAsserter notes:str? }
patentLegalStatusEnum = 'pending' 'granted' 'revoked' 'expired' 'lapsed' 'withdrawn' 'abandoned' 'suspended' 'reinstated' 'opposed' 'terminated' 'invalidated' 'in-force'
patentAssertionTypeEnum = 'ownership' 'license' 'third-party-claim' 'standards-inclusion' 'prior-art' 'exclusive-rights' 'non-assertion' 'research-or-evaluation'
patentNumberType = patentnr
patentJurisdictionType = country
patentFilingDateType = date
priorityApplicationType { applicationNumber:patentNumberType jurisdiction:patentJurisdictionType filingDate:patentFilingDateType }
citationsType { citation:citationType+ }
citationTypePointers { pointer:str+ }
citationTypeExpressions { expression:str+ }
citationType { @bom-ref:refType @* [pointers:citationTypePointers expressions:citationTypeExpressions] timestamp:datetime attributedTo:refLinkType? process:refLinkType? note:str? ~ }
`
