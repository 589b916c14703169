/** CycloneDX 1.0 to 1.7 in XML (ECMA-424): machine learning models and data. The notation stands at `xmlGrammar`; `@5` is since 1.5. */
export const CYCLONEDX_XML_MODELS = `
modelCardTypeModelParametersApproach { type:machineLearningApproachType? }
modelCardTypeModelParametersDatasets { [ref:(refLinkType|bomLinkElementType)? dataset:componentDataType?]* }
modelCardTypeModelParametersInputsInput { format:str }
modelCardTypeModelParametersInputs { input:modelCardTypeModelParametersInputsInput* }
modelCardTypeModelParametersOutputsOutput { format:str }
modelCardTypeModelParametersOutputs { output:modelCardTypeModelParametersOutputsOutput* }
modelCardTypeModelParameters { approach:modelCardTypeModelParametersApproach? task:str? architectureFamily:str? modelArchitecture:str? datasets:modelCardTypeModelParametersDatasets? inputs:modelCardTypeModelParametersInputs? outputs:modelCardTypeModelParametersOutputs? }
modelCardTypeQuantitativeAnalysisPerformanceMetricsPerformanceMetricConfidenceInterval { lowerBound:str? upperBound:str? }
modelCardTypeQuantitativeAnalysisPerformanceMetricsPerformanceMetric { type:str? value:str? slice:str? confidenceInterval:modelCardTypeQuantitativeAnalysisPerformanceMetricsPerformanceMetricConfidenceInterval? }
modelCardTypeQuantitativeAnalysisPerformanceMetrics { performanceMetric:modelCardTypeQuantitativeAnalysisPerformanceMetricsPerformanceMetric* }
modelCardTypeQuantitativeAnalysisGraphicsCollectionGraphic { name:str? image:attachedTextType? }
modelCardTypeQuantitativeAnalysisGraphicsCollection { graphic:modelCardTypeQuantitativeAnalysisGraphicsCollectionGraphic* }
modelCardTypeQuantitativeAnalysisGraphics { description:str? collection:modelCardTypeQuantitativeAnalysisGraphicsCollection? }
modelCardTypeQuantitativeAnalysis { performanceMetrics:modelCardTypeQuantitativeAnalysisPerformanceMetrics? graphics:modelCardTypeQuantitativeAnalysisGraphics? }
modelCardTypeConsiderationsUsers { user:str* }
modelCardTypeConsiderationsUseCases { useCase:str* }
modelCardTypeConsiderationsTechnicalLimitations { technicalLimitation:str* }
modelCardTypeConsiderationsPerformanceTradeoffs { performanceTradeoff:str* }
modelCardTypeConsiderationsEthicalConsiderationsEthicalConsideration { name:str? mitigationStrategy:str? }
modelCardTypeConsiderationsEthicalConsiderations { ethicalConsideration:modelCardTypeConsiderationsEthicalConsiderationsEthicalConsideration* }
modelCardTypeConsiderationsFairnessAssessmentsFairnessAssessment { groupAtRisk:str? benefits:str? harms:str? mitigationStrategy:str? }
modelCardTypeConsiderationsFairnessAssessments { fairnessAssessment:modelCardTypeConsiderationsFairnessAssessmentsFairnessAssessment* }
modelCardTypeConsiderations { users:modelCardTypeConsiderationsUsers? useCases:modelCardTypeConsiderationsUseCases? technicalLimitations:modelCardTypeConsiderationsTechnicalLimitations? performanceTradeoffs:modelCardTypeConsiderationsPerformanceTradeoffs? ethicalConsiderations:modelCardTypeConsiderationsEthicalConsiderations? environmentalConsiderations:environmentalConsiderationsType?@6 fairnessAssessments:modelCardTypeConsiderationsFairnessAssessments? }
modelCardType { @bom-ref:refType modelParameters:modelCardTypeModelParameters? quantitativeAnalysis:modelCardTypeQuantitativeAnalysis? considerations:modelCardTypeConsiderations? properties:propertiesType? }
machineLearningApproachType = 'supervised' 'unsupervised' 'reinforcement-learning' 'semi-supervised' 'self-supervised'
componentDataTypeContents { attachment:attachedTextType? url:uri? properties:propertiesType? }
componentDataType { @bom-ref:refType type:componentDataTypeEnumeration name:str? contents:componentDataTypeContents? classification:str? sensitiveData:any*@0-6 sensitiveData:str*@7 graphics:graphicsCollectionType? description:str? governance:dataGovernance? }
dataGovernanceCustodians { custodian:organizationOrIndividualType* }
dataGovernanceStewards { steward:organizationOrIndividualType* }
dataGovernanceOwners { owner:organizationOrIndividualType* }
dataGovernance { custodians:dataGovernanceCustodians? stewards:dataGovernanceStewards? owners:dataGovernanceOwners? }
graphicsCollectionTypeCollectionGraphic { name:str? image:attachedTextType? }
graphicsCollectionTypeCollection { graphic:graphicsCollectionTypeCollectionGraphic* }
graphicsCollectionType { description:any?@0-6 description:str?@7 collection:graphicsCollectionTypeCollection? }
componentDataTypeEnumeration = 'source-code' 'configuration' 'dataset' 'definition' 'other'
environmentalConsiderationsType { energyConsumptions:energyConsumptionsType* properties:propertiesType? }
energyConsumptionsType { @** (energyConsumption:energyConsumptionType ~)* }
energyConsumptionTypeActivity = 'design' 'data-collection' 'data-preparation' 'training' 'fine-tuning' 'validation' 'deployment' 'inference' 'other'
energyConsumptionType { activity:energyConsumptionTypeActivity energyProviders:energyProviderType+ activityEnergyCost:energyMeasureType co2CostEquivalent:co2MeasureType? co2CostOffset:co2MeasureType? properties:propertiesType? }
energyMeasureTypeUnit = 'kWh'
energyMeasureType { value:num unit:energyMeasureTypeUnit }
co2MeasureTypeUnit = 'tCO2eq'
co2MeasureType { value:num unit:co2MeasureTypeUnit }
energyProviderTypeEnergySource = 'coal' 'oil' 'natural-gas' 'nuclear' 'wind' 'solar' 'geothermal' 'hydropower' 'biofuel' 'unknown' 'other'
energyProviderType { @bom-ref:refType description:str? organization:organizationalEntity energySource:energyProviderTypeEnergySource energyProvided:energyMeasureType externalReferences:externalReferences? }
`
