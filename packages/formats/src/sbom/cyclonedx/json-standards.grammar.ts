/** CycloneDX 1.2 to 1.7 in JSON (ECMA-424): declarations, standards, patents, citations. The notation stands at `jsonGrammar`; `@5` is since 1.5. */
export const CYCLONEDX_JSON_STANDARDS = `
bomDeclarationsAssessors { bom-ref:refType, thirdParty:bool, organization:organizationalEntity }
bomDeclarationsAttestationsMapConformance { score:num<0:1>, rationale:str, mitigationStrategies:[refLinkType] }
bomDeclarationsAttestationsMapConfidence { score:num<0:1>, rationale:str }
bomDeclarationsAttestationsMap { requirement:refLinkType, claims:[refLinkType], counterClaims:[refLinkType], conformance:bomDeclarationsAttestationsMapConformance, confidence:bomDeclarationsAttestationsMapConfidence }
bomDeclarationsAttestations { summary:str, assessor:refLinkType, map:[bomDeclarationsAttestationsMap], signature:signature }
bomDeclarationsClaims { bom-ref:refType, target:refLinkType, predicate:str, mitigationStrategies:[refLinkType], reasoning:str, evidence:[refLinkType], counterEvidence:[refLinkType], externalReferences:[externalReference], signature:signature }
bomDeclarationsEvidenceDataContents { attachment:attachment, url:iri }
bomDeclarationsEvidenceData { name:str, contents:bomDeclarationsEvidenceDataContents, classification:dataClassification, sensitiveData:[str], governance:dataGovernance }
bomDeclarationsEvidence { bom-ref:refType, propertyName:str, description:str, data:[bomDeclarationsEvidenceData], created:datetime, expires:datetime, author:organizationalContact, reviewer:organizationalContact, signature:signature }
bomDeclarationsTargets { organizations:[organizationalEntity], components:[component], services:[service] }
bomDeclarationsAffirmationSignatories { name:str, role:str, signature:signature, organization:organizationalEntity, externalReference:externalReference, one(signature externalReference&organization) }
bomDeclarationsAffirmation { statement:str, signatories:[bomDeclarationsAffirmationSignatories], signature:signature }
bomDeclarations { assessors:[bomDeclarationsAssessors], attestations:[bomDeclarationsAttestations], claims:[bomDeclarationsClaims], evidence:[bomDeclarationsEvidence], targets:bomDeclarationsTargets, affirmation:bomDeclarationsAffirmation, signature:signature }
bomDefinitions { standards:[standard], patents:[(patent|patentFamily)]@7 }
standardRequirements { bom-ref:refType, identifier:str, title:str, text:str, descriptions:[str], openCre:[cre], parent:refLinkType, properties:[property], externalReferences:[externalReference] }
standardLevels { bom-ref:refType, identifier:str, title:str, description:str, requirements:[refLinkType] }
standard { bom-ref:refType, name:str, version:str, description:str, owner:str, requirements:[standardRequirements], levels:[standardLevels], externalReferences:[externalReference], signature:signature }
patentFamily { bom-ref:refType, familyId!:str, priorityApplication:priorityApplication, members:[refLinkType], externalReferences:[externalReference] }
patentPatentLegalStatus = 'pending' 'granted' 'revoked' 'expired' 'lapsed' 'withdrawn' 'abandoned' 'suspended' 'reinstated' 'opposed' 'terminated' 'invalidated' 'in-force'
patent { bom-ref:refType, patentNumber!:patentnr, applicationNumber:patentApplicationNumber, jurisdiction!:patentJurisdiction, priorityApplication:priorityApplication, publicationNumber:patentnr, title:str, abstract:str, filingDate:date, grantDate:date, patentExpirationDate:date, patentLegalStatus!:patentPatentLegalStatus, patentAssignee:[(organizationalContact^organizationalEntity)], externalReferences:[externalReference] }
patentAssertionsItemAssertionType = 'ownership' 'license' 'third-party-claim' 'standards-inclusion' 'prior-art' 'exclusive-rights' 'non-assertion' 'research-or-evaluation'
patentAssertionsItem { bom-ref:refType, assertionType!:patentAssertionsItemAssertionType, patentRefs:[refType], asserter!:(organizationalEntity^organizationalContact^refLinkType), notes:str }
patentAssertions = [patentAssertionsItem]
patentApplicationNumber = patentnr
patentJurisdiction = country
patentFilingDate = date
priorityApplication { applicationNumber!:patentApplicationNumber, jurisdiction!:patentJurisdiction, filingDate!:patentFilingDate }
citation { bom-ref:refType, pointers:[1: str], expressions:[1: str], timestamp!:datetime, attributedTo:refLinkType, process:refLinkType, note:str, signature:signature, one(pointers expressions), some(attributedTo process) }
`
