/** Classes of SPDX 3.0.1 in JSON-LD (model of core, software, licensing, security, build, AI, dataset and extension). Notation: `jsonGrammar`; `+name` takes over the keys of another class. */
export const SPDX3_JSON = `
ai_EnergyConsumption { +ai_EnergyConsumption_props, @id:ref3, type!:str }
ai_EnergyConsumption_props { ai_finetuningEnergyConsumption:[node], ai_inferenceEnergyConsumption:[node], ai_trainingEnergyConsumption:[node] }
ai_EnergyConsumptionDescription { +ai_EnergyConsumptionDescription_props, @id:ref3, type!:str }
ai_EnergyConsumptionDescription_props { ai_energyQuantity!:(num|decimal), ai_energyUnit!:ai_EnergyConsumptionDescription_ai_energyUnit }
ai_EnergyUnitType { @id:ref3, type!:str }
ai_SafetyRiskAssessmentType { @id:ref3, type!:str }
AnnotationType { @id:ref3, type!:str }
CreationInfo { +CreationInfo_props, @id:ref3, type!:str }
CreationInfo_props { comment:str, created!:spdxtime, createdBy!:[1: node], createdUsing:[node], specVersion!:semver }
DictionaryEntry { +DictionaryEntry_props, @id:ref3, type!:str }
DictionaryEntry_props { key!:str, value:str }
Element_props { comment:str, creationInfo!:node, description:str, extension:[node], externalIdentifier:[node], externalRef:[node], name:str, summary:str, verifiedUsing:[node] }
ElementCollection_props { +Element_props, element:[node], profileConformance:[ElementCollection_profileConformance], rootElement:[node] }
ExternalIdentifier { +ExternalIdentifier_props, @id:ref3, type!:str }
ExternalIdentifier_props { comment:str, externalIdentifierType!:ExternalIdentifier_externalIdentifierType, identifier!:str, identifierLocator:[str], issuingAuthority:str }
ExternalIdentifierType { @id:ref3, type!:str }
ExternalMap { +ExternalMap_props, @id:ref3, type!:str }
ExternalMap_props { definingArtifact:node, externalSpdxId!:str, locationHint:str, verifiedUsing:[node] }
ExternalRef { +ExternalRef_props, @id:ref3, type!:str }
ExternalRef_props { comment:str, contentType:mediatype, externalRefType:ExternalRef_externalRefType, locator:[str] }
ExternalRefType { @id:ref3, type!:str }
HashAlgorithm { @id:ref3, type!:str }
IndividualElement { +IndividualElement_props, spdxId!:iri3, type!:str }
IndividualElement_props { +Element_props }
IntegrityMethod_props { comment:str }
LifecycleScopeType { @id:ref3, type!:str }
NamespaceMap { +NamespaceMap_props, @id:ref3, type!:str }
NamespaceMap_props { namespace!:str, prefix!:str }
PackageVerificationCode { +PackageVerificationCode_props, @id:ref3, type!:str }
PackageVerificationCode_props { +IntegrityMethod_props, algorithm!:PackageVerificationCode_algorithm, hashValue!:str, packageVerificationCodeExcludedFile:[str] }
PositiveIntegerRange { +PositiveIntegerRange_props, @id:ref3, type!:str }
PositiveIntegerRange_props { beginIntegerRange!:int<1:>, endIntegerRange!:int<1:> }
PresenceType { @id:ref3, type!:str }
ProfileIdentifierType { @id:ref3, type!:str }
Relationship { +Relationship_props, spdxId!:iri3, type!:str }
Relationship_props { +Element_props, completeness:Relationship_completeness, endTime:spdxtime, from!:node, relationshipType!:Relationship_relationshipType, startTime:spdxtime, to!:[1: node] }
RelationshipCompleteness { @id:ref3, type!:str }
RelationshipType { @id:ref3, type!:str }
SpdxDocument { +SpdxDocument_props, spdxId!:iri3, type!:str }
SpdxDocument_props { +ElementCollection_props, dataLicense:node, import:[node], namespaceMap:[node] }
SupportType { @id:ref3, type!:str }
Tool { +Tool_props, spdxId!:iri3, type!:str }
Tool_props { +Element_props }
dataset_ConfidentialityLevelType { @id:ref3, type!:str }
dataset_DatasetAvailabilityType { @id:ref3, type!:str }
dataset_DatasetType { @id:ref3, type!:str }
expandedlicensing_LicenseAddition_props { +Element_props, expandedlicensing_additionText!:str, expandedlicensing_isDeprecatedAdditionId:bool, expandedlicensing_licenseXml:str, expandedlicensing_obsoletedBy:str, expandedlicensing_seeAlso:[str], expandedlicensing_standardAdditionTemplate:str }
expandedlicensing_ListedLicenseException { +expandedlicensing_ListedLicenseException_props, spdxId!:iri3, type!:str }
expandedlicensing_ListedLicenseException_props { +expandedlicensing_LicenseAddition_props, expandedlicensing_deprecatedVersion:str, expandedlicensing_listVersionAdded:str }
extension_CdxPropertyEntry { +extension_CdxPropertyEntry_props, @id:ref3, type!:str }
extension_CdxPropertyEntry_props { extension_cdxPropName!:str, extension_cdxPropValue:str }
extension_Extension { @id:ref3, type!:str }
security_CvssSeverityType { @id:ref3, type!:str }
security_ExploitCatalogType { @id:ref3, type!:str }
security_SsvcDecisionType { @id:ref3, type!:str }
security_VexJustificationType { @id:ref3, type!:str }
security_VulnAssessmentRelationship_props { +Relationship_props, suppliedBy:node, security_assessedElement:node, security_modifiedTime:spdxtime, security_publishedTime:spdxtime, security_withdrawnTime:spdxtime }
simplelicensing_AnyLicenseInfo_props { +Element_props }
simplelicensing_LicenseExpression { +simplelicensing_LicenseExpression_props, spdxId!:iri3, type!:str }
simplelicensing_LicenseExpression_props { +simplelicensing_AnyLicenseInfo_props, simplelicensing_customIdToUri:[node], simplelicensing_licenseExpression!:str, simplelicensing_licenseListVersion:semver }
simplelicensing_SimpleLicensingText { +simplelicensing_SimpleLicensingText_props, spdxId!:iri3, type!:str }
simplelicensing_SimpleLicensingText_props { +Element_props, simplelicensing_licenseText!:str }
software_ContentIdentifier { +software_ContentIdentifier_props, @id:ref3, type!:str }
software_ContentIdentifier_props { +IntegrityMethod_props, software_contentIdentifierType!:software_ContentIdentifier_software_contentIdentifierType, software_contentIdentifierValue!:str }
software_ContentIdentifierType { @id:ref3, type!:str }
software_FileKindType { @id:ref3, type!:str }
software_SbomType { @id:ref3, type!:str }
software_SoftwarePurpose { @id:ref3, type!:str }
build_Build { +build_Build_props, spdxId!:iri3, type!:str }
build_Build_props { +Element_props, build_buildEndTime:spdxtime, build_buildId:str, build_buildStartTime:spdxtime, build_buildType!:str, build_configSourceDigest:[node], build_configSourceEntrypoint:[str], build_configSourceUri:[str], build_environment:[node], build_parameter:[node] }
Agent { +Agent_props, spdxId!:iri3, type!:str }
Agent_props { +Element_props }
Annotation { +Annotation_props, spdxId!:iri3, type!:str }
Annotation_props { +Element_props, annotationType!:Annotation_annotationType, contentType:mediatype, statement:str, subject!:node }
Artifact_props { +Element_props, builtTime:spdxtime, originatedBy:[node], releaseTime:spdxtime, standardName:[str], suppliedBy:node, supportLevel:[Artifact_supportLevel], validUntilTime:spdxtime }
Bundle { +Bundle_props, spdxId!:iri3, type!:str }
Bundle_props { +ElementCollection_props, context:str }
Hash { +Hash_props, @id:ref3, type!:str }
Hash_props { +IntegrityMethod_props, algorithm!:Hash_algorithm, hashValue!:str }
LifecycleScopedRelationship { +LifecycleScopedRelationship_props, spdxId!:iri3, type!:str }
LifecycleScopedRelationship_props { +Relationship_props, scope:LifecycleScopedRelationship_scope }
Organization { +Organization_props, spdxId!:iri3, type!:str }
Organization_props { +Agent_props }
Person { +Person_props, spdxId!:iri3, type!:str }
Person_props { +Agent_props }
SoftwareAgent { +SoftwareAgent_props, spdxId!:iri3, type!:str }
SoftwareAgent_props { +Agent_props }
expandedlicensing_ConjunctiveLicenseSet { +expandedlicensing_ConjunctiveLicenseSet_props, spdxId!:iri3, type!:str }
expandedlicensing_ConjunctiveLicenseSet_props { +simplelicensing_AnyLicenseInfo_props, expandedlicensing_member!:[2: node] }
expandedlicensing_CustomLicenseAddition { +expandedlicensing_CustomLicenseAddition_props, spdxId!:iri3, type!:str }
expandedlicensing_CustomLicenseAddition_props { +expandedlicensing_LicenseAddition_props }
expandedlicensing_DisjunctiveLicenseSet { +expandedlicensing_DisjunctiveLicenseSet_props, spdxId!:iri3, type!:str }
expandedlicensing_DisjunctiveLicenseSet_props { +simplelicensing_AnyLicenseInfo_props, expandedlicensing_member!:[2: node] }
expandedlicensing_ExtendableLicense_props { +simplelicensing_AnyLicenseInfo_props }
expandedlicensing_IndividualLicensingInfo { +expandedlicensing_IndividualLicensingInfo_props, spdxId!:iri3, type!:str }
expandedlicensing_IndividualLicensingInfo_props { +simplelicensing_AnyLicenseInfo_props }
expandedlicensing_License_props { +expandedlicensing_ExtendableLicense_props, expandedlicensing_isDeprecatedLicenseId:bool, expandedlicensing_isFsfLibre:bool, expandedlicensing_isOsiApproved:bool, expandedlicensing_licenseXml:str, expandedlicensing_obsoletedBy:str, expandedlicensing_seeAlso:[str], expandedlicensing_standardLicenseHeader:str, expandedlicensing_standardLicenseTemplate:str, simplelicensing_licenseText!:str }
expandedlicensing_ListedLicense { +expandedlicensing_ListedLicense_props, spdxId!:iri3, type!:str }
expandedlicensing_ListedLicense_props { +expandedlicensing_License_props, expandedlicensing_deprecatedVersion:str, expandedlicensing_listVersionAdded:str }
expandedlicensing_OrLaterOperator { +expandedlicensing_OrLaterOperator_props, spdxId!:iri3, type!:str }
expandedlicensing_OrLaterOperator_props { +expandedlicensing_ExtendableLicense_props, expandedlicensing_subjectLicense!:node }
expandedlicensing_WithAdditionOperator { +expandedlicensing_WithAdditionOperator_props, spdxId!:iri3, type!:str }
expandedlicensing_WithAdditionOperator_props { +simplelicensing_AnyLicenseInfo_props, expandedlicensing_subjectAddition!:node, expandedlicensing_subjectExtendableLicense!:node }
extension_CdxPropertiesExtension { +extension_CdxPropertiesExtension_props, @id:ref3, type!:str }
extension_CdxPropertiesExtension_props { extension_cdxProperty!:[1: node] }
security_CvssV2VulnAssessmentRelationship { +security_CvssV2VulnAssessmentRelationship_props, spdxId!:iri3, type!:str }
security_CvssV2VulnAssessmentRelationship_props { +security_VulnAssessmentRelationship_props, security_score!:(num|decimal), security_vectorString!:str }
security_CvssV3VulnAssessmentRelationship { +security_CvssV3VulnAssessmentRelationship_props, spdxId!:iri3, type!:str }
security_CvssV3VulnAssessmentRelationship_props { +security_VulnAssessmentRelationship_props, security_score!:(num|decimal), security_severity!:security_CvssV3VulnAssessmentRelationship_security_severity, security_vectorString!:str }
security_CvssV4VulnAssessmentRelationship { +security_CvssV4VulnAssessmentRelationship_props, spdxId!:iri3, type!:str }
security_CvssV4VulnAssessmentRelationship_props { +security_VulnAssessmentRelationship_props, security_score!:(num|decimal), security_severity!:security_CvssV4VulnAssessmentRelationship_security_severity, security_vectorString!:str }
security_EpssVulnAssessmentRelationship { +security_EpssVulnAssessmentRelationship_props, spdxId!:iri3, type!:str }
security_EpssVulnAssessmentRelationship_props { +security_VulnAssessmentRelationship_props, security_percentile!:(num|decimal), security_probability!:(num|decimal) }
security_ExploitCatalogVulnAssessmentRelationship { +security_ExploitCatalogVulnAssessmentRelationship_props, spdxId!:iri3, type!:str }
security_ExploitCatalogVulnAssessmentRelationship_props { +security_VulnAssessmentRelationship_props, security_catalogType!:security_ExploitCatalogVulnAssessmentRelationship_security_catalogType, security_exploited!:bool, security_locator!:str }
security_SsvcVulnAssessmentRelationship { +security_SsvcVulnAssessmentRelationship_props, spdxId!:iri3, type!:str }
security_SsvcVulnAssessmentRelationship_props { +security_VulnAssessmentRelationship_props, security_decisionType!:security_SsvcVulnAssessmentRelationship_security_decisionType }
security_VexVulnAssessmentRelationship_props { +security_VulnAssessmentRelationship_props, security_statusNotes:str, security_vexVersion:str }
security_Vulnerability { +security_Vulnerability_props, spdxId!:iri3, type!:str }
security_Vulnerability_props { +Artifact_props, security_modifiedTime:spdxtime, security_publishedTime:spdxtime, security_withdrawnTime:spdxtime }
software_SoftwareArtifact_props { +Artifact_props, software_additionalPurpose:[software_SoftwareArtifact_software_additionalPurpose], software_attributionText:[str], software_contentIdentifier:[node], software_copyrightText:str, software_primaryPurpose:software_SoftwareArtifact_software_primaryPurpose }
Bom { +Bom_props, spdxId!:iri3, type!:str }
Bom_props { +Bundle_props }
expandedlicensing_CustomLicense { +expandedlicensing_CustomLicense_props, spdxId!:iri3, type!:str }
expandedlicensing_CustomLicense_props { +expandedlicensing_License_props }
security_VexAffectedVulnAssessmentRelationship { +security_VexAffectedVulnAssessmentRelationship_props, spdxId!:iri3, type!:str }
security_VexAffectedVulnAssessmentRelationship_props { +security_VexVulnAssessmentRelationship_props, security_actionStatement!:str, security_actionStatementTime:spdxtime }
security_VexFixedVulnAssessmentRelationship { +security_VexFixedVulnAssessmentRelationship_props, spdxId!:iri3, type!:str }
security_VexFixedVulnAssessmentRelationship_props { +security_VexVulnAssessmentRelationship_props }
security_VexNotAffectedVulnAssessmentRelationship { +security_VexNotAffectedVulnAssessmentRelationship_props, spdxId!:iri3, type!:str }
security_VexNotAffectedVulnAssessmentRelationship_props { +security_VexVulnAssessmentRelationship_props, security_impactStatement:str, security_impactStatementTime:spdxtime, security_justificationType:security_VexNotAffectedVulnAssessmentRelationship_security_justificationType }
security_VexUnderInvestigationVulnAssessmentRelationship { +security_VexUnderInvestigationVulnAssessmentRelationship_props, spdxId!:iri3, type!:str }
security_VexUnderInvestigationVulnAssessmentRelationship_props { +security_VexVulnAssessmentRelationship_props }
software_File { +software_File_props, spdxId!:iri3, type!:str }
software_File_props { +software_SoftwareArtifact_props, contentType:mediatype, software_fileKind:software_File_software_fileKind }
software_Package { +software_Package_props, spdxId!:iri3, type!:str }
software_Package_props { +software_SoftwareArtifact_props, software_downloadLocation:str, software_homePage:str, software_packageUrl:str, software_packageVersion:str, software_sourceInfo:str }
software_Sbom { +software_Sbom_props, spdxId!:iri3, type!:str }
software_Sbom_props { +Bom_props, software_sbomType:[software_Sbom_software_sbomType] }
software_Snippet { +software_Snippet_props, spdxId!:iri3, type!:str }
software_Snippet_props { +software_SoftwareArtifact_props, software_byteRange:node, software_lineRange:node, software_snippetFromFile!:node }
ai_AIPackage { +ai_AIPackage_props, spdxId!:iri3, type!:str }
ai_AIPackage_props { +software_Package_props, ai_autonomyType:ai_AIPackage_ai_autonomyType, ai_domain:[str], ai_energyConsumption:node, ai_hyperparameter:[node], ai_informationAboutApplication:str, ai_informationAboutTraining:str, ai_limitation:str, ai_metric:[node], ai_metricDecisionThreshold:[node], ai_modelDataPreprocessing:[str], ai_modelExplainability:[str], ai_safetyRiskAssessment:ai_AIPackage_ai_safetyRiskAssessment, ai_standardCompliance:[str], ai_typeOfModel:[str], ai_useSensitivePersonalInformation:ai_AIPackage_ai_useSensitivePersonalInformation }
dataset_DatasetPackage { +dataset_DatasetPackage_props, spdxId!:iri3, type!:str }
dataset_DatasetPackage_props { +software_Package_props, dataset_anonymizationMethodUsed:[str], dataset_confidentialityLevel:dataset_DatasetPackage_dataset_confidentialityLevel, dataset_dataCollectionProcess:str, dataset_dataPreprocessing:[str], dataset_datasetAvailability:dataset_DatasetPackage_dataset_datasetAvailability, dataset_datasetNoise:str, dataset_datasetSize:int<0:>, dataset_datasetType!:[1: dataset_DatasetPackage_dataset_datasetType], dataset_datasetUpdateMechanism:str, dataset_hasSensitivePersonalInformation:dataset_DatasetPackage_dataset_hasSensitivePersonalInformation, dataset_intendedUse:str, dataset_knownBias:[str], dataset_sensor:[node] }
ai_EnergyConsumptionDescription_ai_energyUnit = 'kilowattHour' 'megajoule' 'other'
ElementCollection_profileConformance = 'ai' 'build' 'core' 'dataset' 'expandedLicensing' 'extension' 'lite' 'security' 'simpleLicensing' 'software'
ExternalIdentifier_externalIdentifierType = 'cpe22' 'cpe23' 'cve' 'email' 'gitoid' 'other' 'packageUrl' 'securityOther' 'swhid' 'swid' 'urlScheme'
ExternalRef_externalRefType = 'altDownloadLocation' 'altWebPage' 'binaryArtifact' 'bower' 'buildMeta' 'buildSystem' 'certificationReport' 'chat' 'componentAnalysisReport' 'cwe' 'documentation' 'dynamicAnalysisReport' 'eolNotice' 'exportControlAssessment' 'funding' 'issueTracker' 'license' 'mailingList' 'mavenCentral' 'metrics' 'npm' 'nuget' 'other' 'privacyAssessment' 'productMetadata' 'purchaseOrder' 'qualityAssessmentReport' 'releaseHistory' 'releaseNotes' 'riskAssessment' 'runtimeAnalysisReport' 'secureSoftwareAttestation' 'securityAdversaryModel' 'securityAdvisory' 'securityFix' 'securityOther' 'securityPenTestReport' 'securityPolicy' 'securityThreatModel' 'socialMedia' 'sourceArtifact' 'staticAnalysisReport' 'support' 'vcs' 'vulnerabilityDisclosureReport' 'vulnerabilityExploitabilityAssessment'
PackageVerificationCode_algorithm = 'adler32' 'blake2b256' 'blake2b384' 'blake2b512' 'blake3' 'crystalsDilithium' 'crystalsKyber' 'falcon' 'md2' 'md4' 'md5' 'md6' 'other' 'sha1' 'sha224' 'sha256' 'sha384' 'sha3_224' 'sha3_256' 'sha3_384' 'sha3_512' 'sha512'
Relationship_completeness = 'complete' 'incomplete' 'noAssertion'
Relationship_relationshipType = 'affects' 'amendedBy' 'ancestorOf' 'availableFrom' 'configures' 'contains' 'coordinatedBy' 'copiedTo' 'delegatedTo' 'dependsOn' 'descendantOf' 'describes' 'doesNotAffect' 'expandsTo' 'exploitCreatedBy' 'fixedBy' 'fixedIn' 'foundBy' 'generates' 'hasAddedFile' 'hasAssessmentFor' 'hasAssociatedVulnerability' 'hasConcludedLicense' 'hasDataFile' 'hasDeclaredLicense' 'hasDeletedFile' 'hasDependencyManifest' 'hasDistributionArtifact' 'hasDocumentation' 'hasDynamicLink' 'hasEvidence' 'hasExample' 'hasHost' 'hasInput' 'hasMetadata' 'hasOptionalComponent' 'hasOptionalDependency' 'hasOutput' 'hasPrerequisite' 'hasProvidedDependency' 'hasRequirement' 'hasSpecification' 'hasStaticLink' 'hasTest' 'hasTestCase' 'hasVariant' 'invokedBy' 'modifiedBy' 'other' 'packagedBy' 'patchedBy' 'publishedBy' 'reportedBy' 'republishedBy' 'serializedInArtifact' 'testedOn' 'trainedOn' 'underInvestigationFor' 'usesTool'
software_ContentIdentifier_software_contentIdentifierType = 'gitoid' 'swhid'
Annotation_annotationType = 'other' 'review'
Artifact_supportLevel = 'deployed' 'development' 'endOfSupport' 'limitedSupport' 'noAssertion' 'noSupport' 'support'
Hash_algorithm = 'adler32' 'blake2b256' 'blake2b384' 'blake2b512' 'blake3' 'crystalsDilithium' 'crystalsKyber' 'falcon' 'md2' 'md4' 'md5' 'md6' 'other' 'sha1' 'sha224' 'sha256' 'sha384' 'sha3_224' 'sha3_256' 'sha3_384' 'sha3_512' 'sha512'
LifecycleScopedRelationship_scope = 'build' 'design' 'development' 'other' 'runtime' 'test'
security_CvssV3VulnAssessmentRelationship_security_severity = 'critical' 'high' 'low' 'medium' 'none'
security_CvssV4VulnAssessmentRelationship_security_severity = 'critical' 'high' 'low' 'medium' 'none'
security_ExploitCatalogVulnAssessmentRelationship_security_catalogType = 'kev' 'other'
security_SsvcVulnAssessmentRelationship_security_decisionType = 'act' 'attend' 'track' 'trackStar'
software_SoftwareArtifact_software_additionalPurpose = 'application' 'archive' 'bom' 'configuration' 'container' 'data' 'device' 'deviceDriver' 'diskImage' 'documentation' 'evidence' 'executable' 'file' 'filesystemImage' 'firmware' 'framework' 'install' 'library' 'manifest' 'model' 'module' 'operatingSystem' 'other' 'patch' 'platform' 'requirement' 'source' 'specification' 'test'
software_SoftwareArtifact_software_primaryPurpose = 'application' 'archive' 'bom' 'configuration' 'container' 'data' 'device' 'deviceDriver' 'diskImage' 'documentation' 'evidence' 'executable' 'file' 'filesystemImage' 'firmware' 'framework' 'install' 'library' 'manifest' 'model' 'module' 'operatingSystem' 'other' 'patch' 'platform' 'requirement' 'source' 'specification' 'test'
security_VexNotAffectedVulnAssessmentRelationship_security_justificationType = 'componentNotPresent' 'inlineMitigationsAlreadyExist' 'vulnerableCodeCannotBeControlledByAdversary' 'vulnerableCodeNotInExecutePath' 'vulnerableCodeNotPresent'
software_File_software_fileKind = 'directory' 'file'
software_Sbom_software_sbomType = 'analyzed' 'build' 'deployed' 'design' 'runtime' 'source'
ai_AIPackage_ai_autonomyType = 'no' 'noAssertion' 'yes'
ai_AIPackage_ai_safetyRiskAssessment = 'high' 'low' 'medium' 'serious'
ai_AIPackage_ai_useSensitivePersonalInformation = 'no' 'noAssertion' 'yes'
dataset_DatasetPackage_dataset_confidentialityLevel = 'amber' 'clear' 'green' 'red'
dataset_DatasetPackage_dataset_datasetAvailability = 'clickthrough' 'directDownload' 'query' 'registration' 'scrapingScript'
dataset_DatasetPackage_dataset_datasetType = 'audio' 'categorical' 'graph' 'image' 'noAssertion' 'numeric' 'other' 'sensor' 'structured' 'syntactic' 'text' 'timeseries' 'timestamp' 'video'
dataset_DatasetPackage_dataset_hasSensitivePersonalInformation = 'no' 'noAssertion' 'yes'
`
