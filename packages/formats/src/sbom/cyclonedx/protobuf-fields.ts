/**
 * Fields of the CycloneDX Protocol Buffers schema (bom-1.3.proto to bom-1.7.proto) by number, the first one being 1; what they hold
 * is told in textproto-fields.ts.
 */
export const PROTOBUF_FIELDS = `
Bom spec_version version serial_number metadata components services external_references dependencies compositions vulnerabilities annotations properties formulation declarations definitions citations
Metadata timestamp tools authors component manufacture supplier licenses properties lifecycles manufacturer distributionConstraints
Component type mime_type bom_ref supplier author publisher group name version description scope hashes licenses copyright cpe purl swid modified pedigree external_references components properties evidence releaseNotes modelCard data cryptoProperties manufacturer authors tags omniborId swhid versionRange isExternal patent_assertions
Service bom_ref provider group name version description endpoints authenticated x_trust_boundary data licenses external_references services properties releaseNotes trustZone tags patent_assertions
Hash alg value
LicenseChoice license expression acknowledgement bom_ref expression_detailed
License id name text url bom_ref licensing properties acknowledgement
Property name value
ExternalReference type url comment hashes properties
Dependency ref dependencies provides
DependencyRef ref dependencies provides
Entity name url contact bom_ref address
Contact name email phone bom_ref
Tool vendor name version hashes external_references components services
Lifecycle phase name description
Evidence licenses copyright identity occurrences callstack
Citation bom_ref pointers expressions timestamp attributed_to process note
Occurrence bom_ref location line offset symbol additionalContext
Timestamp seconds nanos
`

/** Words of the enumerations by number, without the prefix of textproto-fields.ts. */
export const PROTOBUF_ENUMS: Readonly<Record<string, string>> = {
  Classification:
    'NULL APPLICATION FRAMEWORK LIBRARY OPERATING_SYSTEM DEVICE FILE CONTAINER FIRMWARE DEVICE_DRIVER PLATFORM MACHINE_LEARNING_MODEL DATA CRYPTOGRAPHIC_ASSET',
  Scope: 'UNSPECIFIED REQUIRED OPTIONAL EXCLUDED',
  HashAlg:
    'NULL MD_5 SHA_1 SHA_256 SHA_384 SHA_512 SHA_3_256 SHA_3_384 SHA_3_512 BLAKE_2_B_256 BLAKE_2_B_384 BLAKE_2_B_512 BLAKE_3 STREEBOG_256 STREEBOG_512',
  Phase: 'DESIGN PRE_BUILD BUILD POST_BUILD OPERATIONS DISCOVERY DECOMMISSION',
  ReferenceType:
    'OTHER VCS ISSUE_TRACKER WEBSITE ADVISORIES BOM MAILING_LIST SOCIAL CHAT DOCUMENTATION SUPPORT DISTRIBUTION LICENSE BUILD_META BUILD_SYSTEM SECURITY_CONTACT ATTESTATION THREAT_MODEL ADVERSARY_MODEL RISK_ASSESSMENT DISTRIBUTION_INTAKE VULNERABILITY_ASSERTION EXPLOITABILITY_STATEMENT PENTEST_REPORT STATIC_ANALYSIS_REPORT DYNAMIC_ANALYSIS_REPORT RUNTIME_ANALYSIS_REPORT COMPONENT_ANALYSIS_REPORT MATURITY_REPORT CERTIFICATION_REPORT QUALITY_METRICS CODIFIED_INFRASTRUCTURE MODEL_CARD POAM LOG CONFIGURATION EVIDENCE FORMULATION SOURCE_DISTRIBUTION ELECTRONIC_SIGNATURE DIGITAL_SIGNATURE RFC_9116 RELEASE_NOTES PATENT PATENT_FAMILY PATENT_ASSERTION CITATION',
}
