/** CycloneDX 1.2 to 1.7 in JSON (ECMA-424): machine learning models and data. The notation stands at `jsonGrammar`; `@5` is since 1.5. */
export const CYCLONEDX_JSON_MODELS = `
modelCardModelParametersApproachType = 'supervised' 'unsupervised' 'reinforcement-learning' 'semi-supervised' 'self-supervised'
modelCardModelParametersApproach { type:modelCardModelParametersApproachType }
modelCardModelParametersDatasetsDataComponentReference { ref:(refLinkType|bomLinkElementType) }
modelCardModelParameters { approach:modelCardModelParametersApproach, task:str, architectureFamily:str, modelArchitecture:str, datasets:[(componentData^modelCardModelParametersDatasetsDataComponentReference)]@2-5, datasets:[(componentData^modelCardModelParametersDatasetsDataReference)]@6, inputs:[inputOutputMLParameters], outputs:[inputOutputMLParameters] }
modelCardQuantitativeAnalysis { performanceMetrics:[performanceMetric], graphics:graphicsCollection }
modelCardConsiderations { users:[str], useCases:[str], technicalLimitations:[str], performanceTradeoffs:[str], ethicalConsiderations:[risk], fairnessAssessments:[fairnessAssessment], environmentalConsiderations:environmentalConsiderations@6 }
modelCard { bom-ref:refType, modelParameters:modelCardModelParameters, quantitativeAnalysis:modelCardQuantitativeAnalysis, considerations:modelCardConsiderations, properties:[property] }
inputOutputMLParameters { format:str }
componentDataType = 'source-code' 'configuration' 'dataset' 'definition' 'other'
componentDataContents { attachment:attachment, url:iri, properties:[property] }
componentData { bom-ref:refType, type!:componentDataType, name:str, contents:componentDataContents, classification:dataClassification, sensitiveData:[str], graphics:graphicsCollection, description:str, governance:dataGovernance }
dataGovernance { custodians:[dataGovernanceResponsibleParty], stewards:[dataGovernanceResponsibleParty], owners:[dataGovernanceResponsibleParty] }
dataGovernanceResponsibleParty { organization:organizationalEntity, contact:organizationalContact, one(organization contact) }
graphicsCollection { description:str, collection:[graphic] }
graphic { name:str, image:attachment }
performanceMetricConfidenceInterval { lowerBound:str, upperBound:str }
performanceMetric { type:str, value:str, slice:str, confidenceInterval:performanceMetricConfidenceInterval }
risk { name:str, mitigationStrategy:str }
fairnessAssessment { groupAtRisk:str, benefits:str, harms:str, mitigationStrategy:str }
modelCardModelParametersDatasetsDataReference { ref:(refLinkType|bomLinkElementType) }
environmentalConsiderations { energyConsumptions:[energyConsumption], properties:[property] }
energyConsumptionActivity = 'design' 'data-collection' 'data-preparation' 'training' 'fine-tuning' 'validation' 'deployment' 'inference' 'other'
energyConsumption { activity!:energyConsumptionActivity, energyProviders!:[energyProvider], activityEnergyCost!:energyMeasure, co2CostEquivalent:co2Measure, co2CostOffset:co2Measure, properties:[property] }
energyMeasureUnit = 'kWh'
energyMeasure { value!:num, unit!:energyMeasureUnit }
co2MeasureUnit = 'tCO2eq'
co2Measure { value!:num, unit!:co2MeasureUnit }
energyProviderEnergySource = 'coal' 'oil' 'natural-gas' 'nuclear' 'wind' 'solar' 'geothermal' 'hydropower' 'biofuel' 'unknown' 'other'
energyProvider { bom-ref:refType, description:str, organization!:organizationalEntity, energySource!:energyProviderEnergySource, energyProvided!:energyMeasure, externalReferences:[externalReference] }
`
