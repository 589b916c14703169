/**
 * Group and artifacts, one group a line: the Maven packages that OSV advisories of the test data name, without those whose
 * artifact id several groups use, generic words, WebJars and Jenkins plug-ins (which state their group). Facts, no texts.
 */
export const ADVISORY_GROUPS = `
aendter.jenkins.plugins filesystem-list-parameter-plugin
ansible ansible
be.e_contract.dssp dssp-client
bleach bleach
br.com.ingenieux.jenkins.plugins awseb-deployment-plugin
ca.juliusdavies not-yet-commons-ssl
ca.uhn.hapi.fhir hapi-fhir-base hapi-fhir-jpaserver-base org.hl7.fhir.convertors org.hl7.fhir.core org.hl7.fhir.dstu2
ca.uhn.hapi.fhir org.hl7.fhir.dstu2016may org.hl7.fhir.dstu3 org.hl7.fhir.r4 org.hl7.fhir.r4b org.hl7.fhir.r5 org.hl7.fhir.utilities
ca.uhn.hapi.fhir org.hl7.fhir.validation
ch.qos.logback logback-classic logback-core
cn.dev33 sa-token-core
cn.hutool hutool-all hutool-core hutool-http hutool-json hutool-parent
co.elastic.apm apm-agent-parent
co.fs2 fs2-io
com.adobe.acs acs-aem-commons
com.adobe.cq core.wcm.components.core
com.adobe.xmp xmpcore
com.aerospike aerospike-client
com.alibaba fastjson hessian-lite
com.alibaba.nacos nacos-common
com.alibaba.oneagent one-java-agent-plugin
com.alipay.sofa hessian rpc-sofa-boot-starter
com.alipay.sofa.acts acts-common-util
com.amazon.redshift redshift-jdbc42
com.amazonaws aws-android-sdk-mobile-client aws-codebuild aws-codepipeline aws-dynamodb-encryption-java aws-encryption-sdk-java
com.amazonaws aws-java-sdk-s3 codedeploy
com.anrisoftware.globalpom globalpomutils
com.atlassian.connect atlassian-connect-spring-boot atlassian-connect-spring-boot-starter
com.axis.system.jenkins.plugins.downstream yet-another-build-visualizer
com.azure azure-core-amqp azure-identity azure-storage-blob
com.baomidou mybatis-plus
com.blackducksoftware.integration blackduck-hub
com.blazemeter.plugins BlazeMeterJenkinsPlugin
com.bmuschko gradle-vagrant-plugin
com.browserup browserup-proxy
com.caverock androidsvg
com.cedarsoftware json-io
com.charleskorn.kaml kaml
com.checkmarx.jenkins checkmarx
com.clever-cloud biscuit-java
com.clickhouse clickhouse-client clickhouse-jdbc clickhouse-r2dbc
com.cloudbees.jenkins.plugins kubernetes-credentials-provider
com.codenameone codenameone-core
com.compuware.jenkins compuware-common-configuration compuware-ispw-operations compuware-scm-downloader compuware-strobe-measurement
com.compuware.jenkins compuware-topaz-for-total-test compuware-topaz-utilities compuware-xpediter-code-coverage compuware-zadviser-api
com.coravy.hudson.plugins.github github
com.cosium.vet vet
com.cronutils cron-utils
com.ctrip.framework.apollo apollo apollo-core
com.datadoghq datadog-api-client
com.datapipe.jenkins.plugins hashicorp-vault-plugin
com.datatheorem.mobileappsecurity.jenkins.plugin datatheorem-mobile-app-security
com.datomic datomic-free
com.diamondq.common common-thirdparty.jcasbin
com.diffplug.gradle goomph
com.diffplug.spotless spotless-eclipse-cdt spotless-eclipse-groovy spotless-eclipse-wtp spotless-maven-plugin spotless-plugin-gradle
com.drewnoakes metadata-extractor
com.dubture.jenkins digitalocean-plugin
com.enonic.xp lib-auth
com.epam.reportportal service-api
com.erudika para-core
com.fastasyncworldedit FastAsyncWorldEdit-Bukkit FastAsyncWorldEdit-Core
com.fasterxml.jackson.dataformat jackson-dataformat-cbor jackson-dataformat-xml jackson-dataformats-text
com.fasterxml.jackson.datatype jackson-datatype-jsr310
com.fasterxml.util java-merge-sort
com.fasterxml.woodstox woodstox-core
com.gitblit gitblit
com.github.binarywang weixin-java-common
com.github.blynkkk blynk-server
com.github.fracpete vfsjfilechooser2
com.github.jlangch venice
com.github.junrar junrar
com.github.kfcfans powerjob
com.github.pagehelper pagehelper
com.github.penggle kaptcha
com.github.samtools htsjdk
com.github.seasarorg.mayaa mayaa
com.github.shyiko.ktlint ktlint-core
com.github.tomakehurst wiremock-jre8 wiremock-jre8-standalone
com.google.android.gms play-services-basement
com.google.cloud.tools jib-core
com.google.code.gson gson
com.google.crypto.tink tink
com.google.gerrit gerrit-plugin-api
com.google.guava guava-jdk5
com.google.gwt gwt
com.google.oauth-client google-oauth-client
com.google.protobuf protobuf-java protobuf-javalite protobuf-kotlin protobuf-kotlin-lite protobuf-parent
com.googlecode.guava-osgi guava-osgi
com.googlecode.owasp-java-html-sanitizer owasp-java-html-sanitizer
com.googlecode.plist dd-plist
com.googlecode.wicket-jquery-ui wicket-jquery-ui-parent
com.gradle gradle-enterprise-maven-extension
com.gradle.plugin-publish com.gradle.plugin-publish.gradle.plugin
com.gradle.publish plugin-publish-plugin
com.graphhopper graphhopper-nav graphhopper-web-bundle
com.graphql-java graphql-java
com.h2database h2
com.hazelcast hazelcast hazelcast-enterprise
com.hazelcast.jet hazelcast-jet
com.hccake ballcat-codegen
com.hcl.security ibm-application-security
com.hotels.styx styx-api
com.hubspot.jinjava jinjava
com.ibeetl beetl-core
com.inedo.buildmaster inedo-buildmaster
com.inedo.proget inedo-proget
com.inflectra.spiratest.plugins inflectra-spira-integration
com.intuit.karate karate-core
com.inversoft prime-jwt
com.itextpdf itext7-core itextpdf
com.jamesmurty.utils java-xmlbuilder
com.jamonapi jamon
com.jason-goodwin authentikat-jwt_2.12
com.jayway.jsonpath json-path
com.jcraft jsch
com.jfinal jfinal
com.kitfox.svg svg-salamander
com.liferay com.liferay.portal.tools.bundle.support com.liferay.sass.compiler.jsass
com.liferay.portal com.liferay.portal.kernel com.liferay.portal.web com.liferay.util.java portal-impl portal-service release.dxp.bom
com.liferay.portal release.portal.bom
com.linecorp.armeria armeria armeria-saml
com.linecorp.centraldogma centraldogma-server centraldogma-server-auth-saml
com.mabl.integration.jenkins mabl-integration
com.manydesigns portofino portofino-core portofino-dispatcher
com.mapbox.mapboxsdk mapbox-android-core
com.mchange c3p0
com.microsoft.azure azure-eventhubs msal4j
com.microsoft.commondatamodel objectmodel
com.mikesamuel json-sanitizer
com.monitorjbl xlsx-streamer
com.nablarch.framework nablarch-fw-web
com.neovisionaries nv-websocket-client
com.netflix.conductor conductor-core
com.netflix.genie genie-web
com.netflix.spinnaker.orca orca-core
com.networknt light-oauth2
com.nimbusds nimbus-jose-jwt
com.openmake deployhub
com.openshift.jenkins openshift-pipeline
com.opensymphony xwork
com.orientechnologies orientdb-core orientdb-server orientdb-studio
com.parasoft environment-manager parasoft-findings
com.paul8620.jenkins.plugins pipeline-aggregator-view
com.predic8 soa-model-core soa-model-parent
com.programmingresearch prqa-plugin
com.pubnub pubnub pubnub-kotlin
com.puppycrawl.tools checkstyle
com.qualys.plugins qualys-pc qualys-was
com.rabbitmq amqp-client
com.rabbitmq.jms rabbitmq-jms
com.rapid7 jenkinsci-appspider-plugin
com.redgate.plugins.redgatesqlci redgate-sql-ci
com.reposilite reposilite-backend
com.ruoyi ruoyi
com.sap.cloud.security java-security spring-security
com.sap.cloud.security.xsuaa spring-xsuaa
com.sap.scimono scimono-server
com.schibsted.security strongbox-sdk
com.shopizer shopizer sm-core-model
com.smartbear.soapui soapui
com.softwaremill.akka-http-session core_2.11 core_2.12 core_2.13
com.sonyericsson.hudson.plugins.gerrit gerrit-trigger
com.sonyericsson.hudson.plugins.rebuild rebuild
com.sonyericsson.jenkins.plugins.bfa build-failure-analyzer
com.sonymobile.jenkins.plugins.mq mq-notifier
com.splunk.logging splunk-library-javalogging
com.splunk.splunkins splunk-devops
com.squareup.okhttp3 okhttp
com.squareup.okio okio okio-jvm
com.squareup.retrofit2 retrofit
com.starkbank ecdsa-java starkbank-ecdsa
com.sun.el el-ri
com.sun.faces jsf-api
com.sun.jersey jersey-core
com.synopsys.integration synopsys-detect
com.synopsys.jenkinsci ownership
com.taoensso nippy
com.thoughtworks.xstream xstream
com.tinfoilsecurity.plugins tinfoil-scan
com.twelvemonkeys.imageio imageio-metadata
com.twitter twitter-server_2.12
com.typesafe.akka akka-actor akka-actor_2.11 akka-actor_2.12 akka-http akka-http-core akka-http-core_2.11 akka-http-core_2.12
com.typesafe.akka akka-http-core_2.13 akka-stream-kafka
com.typesafe.play play play-java play-ws_2.12 play_2.12 play_2.13
com.unboundid unboundid-ldapsdk
com.upokecenter cbor
com.usthe.sureness sureness-core
com.vaadin flow-client flow-server vaadin vaadin-bom vaadin-checkbox-flow vaadin-compatibility-server vaadin-grid-flow vaadin-server
com.vaadin vaadin-text-field-flow
com.veracode.jenkins veracode-scan
com.virjar ratel-api
com.vrondakis.zap zap-pipeline
com.walmartlabs.concord.docker concord-common
com.webauthn4j webauthn4j-spring-security-core
com.wire avs
com.xebialabs.ci xlrelease-plugin
com.xebialabs.deployit.ci deployit-plugin
com.xpn.xwiki.platform xwiki-core-rest-server xwiki-rest
com.xuxueli xxl-job xxl-job-core
com.xwiki.identity-oauth identity-oauth-ui
com.xwiki.licensing application-licensing-licensor-ui
com.yahoo.athenz athenz
com.yahoo.elide elide-core elide-datastore-aggregation
com.yetanalytics lrs
com.zaxxer nuprocess
commons-beanutils commons-beanutils
commons-collections commons-collections
commons-configuration commons-configuration
commons-fileupload commons-fileupload
commons-httpclient commons-httpclient
commons-jelly commons-jelly
commons-lang commons-lang
commons-net commons-net
cryptography cryptography
de.averbis.textanalysis pear-archetype
de.codecentric spring-boot-admin spring-boot-admin-server
de.eacg ecs-publisher
de.ipb-halle molecularfaces
de.mhus.ports vaadin-shared-deps
de.taimos pipeline-aws
de.tracetronic.jenkins.plugins ecutest
de.tum.in.ase artemis-java-test-sandbox
de.wellnerbou.jenkins git-changelog
dev.personnummer personnummer
dev.sigstore sigstore-java
dnsjava dnsjava
edu.internet2.middleware shibboleth-identityprovider
edu.stanford.nlp stanford-corenlp stanford-parser
edu.vt.middleware vt-ldap
eu.hinsch spring-boot-actuator-logview
fish.payara.api payara-bom
fish.payara.server payara-aggregator
fr.edf.jenkins.plugins mac
fr.turri aXMLRPC
gunicorn gunicorn
html5lib html5lib
httplib2 httplib2
hudson.plugins project-inheritance
hudson.plugins.klaros klaros-testmanagement
hudson.plugins.octopusdeploy octopusdeploy
info.magnolia magnolia-core
io.airlift aircompressor
io.antmedia ant-media-server
io.apiman apiman-distro-vertx apiman-gateway-platforms-vertx apiman-manager-api-impl apiman-manager-api-rest-impl
io.arrow-kt arrow-ank-gradle
io.atomix atomix
io.crate crate
io.dataease dataease-plugin-common
io.debezium debezium-connector-mysql debezium-connector-sqlserver debezium-core
io.digdag digdag-server
io.dropwizard dropwizard-validation
io.fabric8 kubernetes-client
io.fusionauth fusionauth-java-client
io.github.classgraph classgraph
io.github.javaezlib JavaEZ
io.github.karlatemp unsafe-accessor
io.github.leetcrunch scribejava-core
io.github.microcks microcks microcks-app
io.github.skylot jadx-core jadx-plugins-api
io.gitlab.arturbosch.detekt detekt-core
io.goobi.viewer viewer-core
io.gravitee.apim gravitee-api-management
io.grpc grpc-netty-shaded grpc-protobuf
io.hawt hawtio-core hawtio-system
io.jooby jooby-netty
io.jstach jstachio
io.kroxylicious kroxylicious-runtime
io.ktor ktor ktor-client-cio ktor-client-core ktor-client-core-jvm ktor-server-cio
io.kubernetes client-java
io.lettuce lettuce-core
io.metersphere metersphere
io.micronaut micronaut-http micronaut-http-client micronaut-http-server micronaut-http-server-netty micronaut-http-server-tck
io.micronaut.security micronaut-security-oauth2
io.netty netty-all netty-codec netty-codec-compression netty-codec-haproxy netty-codec-http netty-codec-http2 netty-common netty-handler
io.netty netty-parent netty-transport-native-epoll netty-transport-native-kqueue
io.netty.incubator netty-incubator-codec-bhttp netty-incubator-codec-ohttp
io.pebbletemplates pebble-project
io.pivotal.spring.cloud spring-cloud-sso-connector
io.prestosql presto-server
io.projectreactor.netty reactor-netty reactor-netty-core reactor-netty-http
io.prometheus.jmx jmx_prometheus_httpserver jmx_prometheus_httpserver_java6
io.quarkiverse.cxf quarkus-cxf
io.quarkus quarkus-cache quarkus-core quarkus-core-parent quarkus-csrf-reactive quarkus-keycloak-authorization
io.quarkus quarkus-kubernetes-deployment quarkus-oidc quarkus-resteasy-reactive-common quarkus-resteasy-reactive-common-deployment
io.quarkus quarkus-smallrye-graphql-client quarkus-undertow quarkus-vertx-http quarkus-vertx-http-deployment
io.quarkus.http quarkus-http-core
io.quarkus.resteasy.reactive resteasy-reactive resteasy-reactive-common
io.ratpack ratpack-core ratpack-groovy ratpack-java ratpack-session
io.scif scifio
io.smallrye smallrye-health-ui
io.smallrye.config smallrye-config
io.socket socket.io-client
io.spray spray-json spray-json_2.10 spray-json_2.11 spray-json_2.12
io.springfox springfox-swagger-ui
io.swagger swagger-codegen swagger-parser
io.undertow undertow-core undertow-parent undertow-servlet
io.vertx vertx-core vertx-grpc-client vertx-grpc-server vertx-stomp vertx-web
io.whitesource curekit
it.geosolutions.jaiext.jiffle jt-jiffle jt-jiffle-language
it.infuse.jenkins usemango-runner
javagh.jenkins mashup-portlets-plugin
jenkins.ci.plugins.computerqueue computer-queue-plugin
markdown2 markdown2
marshmallow marshmallow
ml.combust.mleap mleap-runtime_2.12
net.bull.javamelody javamelody-core
net.devtech arrp
net.hasor cobble-lang
net.jpountz.lz4 lz4
net.liftweb lift-webkit
net.lingala.zip4j zip4j
net.mingsoft ms-basic ms-mcms
net.minidev json-smart json-smart-mini
net.opentsdb opentsdb
net.ripe.rpki rpki-validator-3
net.sf.dozer dozer
net.sf.mpxj mpxj
net.sf.robocode robocode.core robocode.host
net.snowflake snowflake-jdbc
net.sourceforge.collections collections-generic
net.sourceforge.htmlcleaner htmlcleaner
net.sourceforge.htmlunit neko-htmlunit
net.sourceforge.plantuml plantuml plantuml-mit
net.sourceforge.pmd pmd-core
nl.basjes.parse.useragent yauaa yauaa-beam yauaa-beam-sql yauaa-drill yauaa-elasticsearch yauaa-elasticsearch-8 yauaa-flink
nl.basjes.parse.useragent yauaa-flink-table yauaa-hive yauaa-logparser yauaa-nifi-processors yauaa-snowflake yauaa-trino
nltk nltk
notebook notebook
numpy numpy
ognl ognl
org.6wind.jenkins lockable-resources
org.alluxio alluxio-core-common
org.apache-extras.beanshell bsh
org.apache.accumulo accumulo-master accumulo-shell
org.apache.activemq activemq-broker activemq-client activemq-core activemq-jaas activemq-openwire-generator activemq-openwire-legacy
org.apache.activemq activemq-parent activemq-web-console activemq-web-demo apache-activemq apache-artemis apollo-project artemis-cli
org.apache.activemq artemis-commons artemis-core-client artemis-native artemis-openwire-protocol artemis-pom artemis-server
org.apache.ambari ambari
org.apache.ambari.contrib.views ambari-contrib-views wfmanager
org.apache.ant ant
org.apache.any23 apache-any23
org.apache.archiva archiva archiva-common
org.apache.atlas apache-atlas atlas-common
org.apache.avro avro
org.apache.bcel bcel
org.apache.beam beam-sdks-java-io-mongodb
org.apache.bookkeeper bookkeeper-common
org.apache.brooklyn brooklyn
org.apache.calcite calcite-core calcite-druid calcite-splunk
org.apache.calcite.avatica avatica-core
org.apache.camel camel camel-ahc camel-cassandraql camel-castor camel-core camel-hessian camel-http camel-http-common camel-http4
org.apache.camel camel-jackson camel-jetty camel-jira camel-ldap camel-mail camel-management camel-netty camel-rabbitmq
org.apache.camel camel-robotframework camel-servlet camel-snakeyaml camel-sql camel-xstream
org.apache.cassandra apache-cassandra cassandra-all
org.apache.cayenne cayenne-parent cayenne-server
org.apache.cocoon cocoon
org.apache.commons commons-beanutils2 commons-collections4 commons-configuration2 commons-email commons-fileupload2-core commons-lang3
org.apache.commons commons-vfs2
org.apache.cxf cxf cxf-core cxf-rt-frontend-jaxrs cxf-rt-management cxf-rt-rs-security-jose cxf-rt-rs-security-sso-saml
org.apache.cxf cxf-rt-rs-service-description cxf-rt-transports-http cxf-rt-ws-security
org.apache.cxf.fediz fediz-core fediz-idp fediz-jetty8 fediz-jetty9 fediz-oidc fediz-spring fediz-spring2 fediz-spring3
org.apache.deltaspike deltaspike
org.apache.deltaspike.modules jsf-module-project
org.apache.derby derby
org.apache.directory.api apache-ldap-api api-ldap-model
org.apache.directory.studio org.apache.directory.studio.ldapbrowser.core org.apache.directory.studio.parent
org.apache.dolphinscheduler dolphinscheduler dolphinscheduler-alert-plugins dolphinscheduler-api dolphinscheduler-common
org.apache.dolphinscheduler dolphinscheduler-dao dolphinscheduler-master dolphinscheduler-server dolphinscheduler-service
org.apache.dolphinscheduler dolphinscheduler-task-api
org.apache.drill drill-common
org.apache.drill.exec drill-java-exec
org.apache.druid druid druid-core
org.apache.druid.extensions druid-pac4j
org.apache.dubbo dubbo-common dubbo-parent dubbo-rpc-http-invoker
org.apache.felix org.apache.felix.healthcheck.webconsoleplugin
org.apache.flex.blazeds flex-messaging-core flex-messaging-remoting
org.apache.flink flink-core flink-runtime flink-runtime_2.11 flink-runtime_2.12
org.apache.flume.flume-ng-sources flume-jms-source
org.apache.geode geode-core
org.apache.geronimo geronimo
org.apache.geronimo.framework geronimo-jmx-remoting
org.apache.gobblin gobblin-core
org.apache.guacamole guacamole-common
org.apache.hadoop hadoop-client hadoop-common hadoop-main hadoop-ozone-ozone-manager hadoop-yarn-project hadoop-yarn-server
org.apache.hadoop hadoop-yarn-server-common hadoop-yarn-server-nodemanager
org.apache.hbase hbase hbase-thrift
org.apache.helix helix helix-core helix-rest
org.apache.heron heron-api heron-simulator
org.apache.hive hive hive-exec hive-jdbc hive-service
org.apache.hop hop
org.apache.httpcomponents httpclient
org.apache.hugegraph hugegraph-api hugegraph-core hugegraph-hubble
org.apache.ignite ignite-core
org.apache.inlong inlong inlong-common inlong-manager manager-common manager-dao manager-pojo manager-service manager-test manager-web
org.apache.inlong manager-workflow tubemq-core
org.apache.iotdb flink-tsfile-connector iotdb-core iotdb-grafana-connector iotdb-parent iotdb-server tsfile
org.apache.isis.core isis-core
org.apache.ivy ivy
org.apache.jackrabbit jackrabbit jackrabbit-core jackrabbit-jcr-commons jackrabbit-standalone jackrabbit-standalone-components
org.apache.jackrabbit jackrabbit-webapp jackrabbit-webdav oak-core
org.apache.james apache-mime4j-core apache-mime4j-storage james-project james-server javax-mail-extension
org.apache.james.hupa hupa-parent
org.apache.jena jena jena-core jena-fuseki
org.apache.jmeter ApacheJMeter
org.apache.johnzon johnzon-mapper
org.apache.jspwiki jspwiki-main jspwiki-war
org.apache.juddi juddi-client juddi-core
org.apache.kafka connect kafka kafka-clients kafka-metadata kafka_2.10 kafka_2.11 kafka_2.12 kafka_2.13
org.apache.karaf apache-karaf karaf
org.apache.karaf.config org.apache.karaf.config.core
org.apache.karaf.management org.apache.karaf.management.server
org.apache.karaf.specs org.apache.karaf.specs.java.xml
org.apache.kerby ldap-backend
org.apache.knox gateway-service-knoxsso
org.apache.kylin kylin kylin-core-common kylin-server-base kylin-spark-project
org.apache.linkis linkis linkis-datasource linkis-engineconn linkis-engineplugin-spark
org.apache.livy livy-server
org.apache.lucene lucene-replicator
org.apache.maven maven-compat maven-core
org.apache.maven.plugins maven-archetype-plugin
org.apache.maven.shared maven-shared-utils
org.apache.mesos mesos
org.apache.mina mina-core
org.apache.myfaces.core myfaces-core-module myfaces-impl
org.apache.myfaces.shared myfaces-shared-core
org.apache.nifi nifi nifi-ccda-processors nifi-cdc-mysql-bundle nifi-dbcp-base nifi-dbcp-service nifi-dbcp-service-api
org.apache.nifi nifi-dbcp-service-bundle nifi-dbcp-service-nar nifi-framework-cluster nifi-framework-cluster-protocol nifi-framework-core
org.apache.nifi nifi-hadoop-dbcp-service nifi-hbase_2-client-service nifi-hikari-dbcp-service nifi-jms-processors
org.apache.nifi nifi-jolt-transform-json-ui nifi-parameter nifi-record-serialization-services nifi-security nifi-security-utils
org.apache.nifi nifi-single-user-utils nifi-standard-processors nifi-stateless nifi-web-api nifi-web-security nifi-web-ui
org.apache.nifi.registry nifi-registry-core nifi-registry-web-api
org.apache.nutch nutch
org.apache.ode ode
org.apache.olingo odata-client-core odata-client-proxy odata-server-core
org.apache.oozie oozie-core
org.apache.openejb openejb-client openejb-core tomee-common
org.apache.openjpa openjpa
org.apache.openmeetings openmeetings-db openmeetings-parent
org.apache.opennlp opennlp-tools
org.apache.orc orc
org.apache.ozone ozone ozone-main
org.apache.parquet parquet parquet-avro
org.apache.pdfbox pdfbox pdfbox-app pdfbox-parent
org.apache.pinot pinot pinot-controller
org.apache.poi poi poi-examples poi-scratchpad
org.apache.portals.jetspeed-2 jetspeed
org.apache.portals.pluto chatRoomDemo pluto-container pluto-portal
org.apache.pulsar pulsar pulsar-broker pulsar-broker-auth-sasl pulsar-client pulsar-functions-worker pulsar-proxy pulsar-websocket
org.apache.qpid apache-qpid-broker-j proton-j qpid-broker qpid-broker-plugins-amqp-0-8-protocol qpid-broker-plugins-amqp-1-0-protocol
org.apache.qpid qpid-client qpid-jms-client qpid-parent
org.apache.ranger ranger ranger-hive-plugin ranger-plugins-common
org.apache.rave rave-core rave-portal-resources rave-web
org.apache.rocketmq rocketmq-all rocketmq-broker rocketmq-controller rocketmq-namesrv
org.apache.santuario xmlsec
org.apache.seata seata-core
org.apache.seatunnel seatunnel seatunnel-web
org.apache.sentry sentry
org.apache.servicecomb java-chassis
org.apache.servicemix.bundles org.apache.servicemix.bundles.collections-generic org.apache.servicemix.bundles.commons-collections
org.apache.servicemix.bundles org.apache.servicemix.bundles.commons-io
org.apache.shardingsphere shardingsphere shardingsphere-proxy
org.apache.shenyu shenyu shenyu-admin shenyu-bootstrap shenyu-common
org.apache.shindig shindig-php
org.apache.shiro shiro-all shiro-core shiro-root shiro-spring shiro-spring-boot-starter shiro-web
org.apache.skywalking oap-server
org.apache.sling org.apache.sling.api org.apache.sling.auth.core org.apache.sling.cms org.apache.sling.commons.messaging.mail
org.apache.sling org.apache.sling.engine org.apache.sling.i18n org.apache.sling.jcr.base org.apache.sling.jcr.contentloader
org.apache.sling org.apache.sling.resourcemerger org.apache.sling.servlets.post org.apache.sling.servlets.resolver org.apache.sling.xss
org.apache.sling org.apache.sling.xss.compat
org.apache.solr solr solr-core solr-parent solr-solrj solr-solrj-streaming
org.apache.spark spark-core_2.10 spark-core_2.11 spark-core_2.12 spark-core_2.13 spark-parent_2.11 spark-parent_2.12
org.apache.sshd sshd-common sshd-core sshd-mina sshd-sftp
org.apache.storm storm storm-core storm-kafka storm-kafka-client
org.apache.streampark streampark streampark-common_2.11 streampark-common_2.12
org.apache.streampipes streampipes-parent streampipes-resource-management
org.apache.struts struts-core struts-parent struts2-convention-plugin struts2-core struts2-dojo-plugin struts2-parent struts2-rest-plugin
org.apache.struts.xwork xwork-core
org.apache.synapse synapse-core
org.apache.syncope syncope syncope-core
org.apache.syncope.client syncope-client-enduser
org.apache.syncope.client.idrepo syncope-client-idrepo-common-ui syncope-client-idrepo-console
org.apache.systemds systemds
org.apache.taglibs taglibs-standard taglibs-standard-impl
org.apache.tapestry tapestry-core tapestry-project
org.apache.thrift libthrift
org.apache.tika tika tika-app tika-core tika-parser-pdf-module tika-parsers tika-server
org.apache.tiles tiles-core
org.apache.tomcat jasper tomcat tomcat-catalina tomcat-catalina-jmx-remote tomcat-coyote tomcat-jasper tomcat-servlet-api tomcat-util
org.apache.tomcat tomcat-websocket
org.apache.tomcat.embed tomcat-embed-jasper tomcat-embed-websocket
org.apache.tomee apache-tomee tomee tomee-webapp
org.apache.uima uima-ducc-web uimafit-core uimaj uimaj-as-core uimaj-core
org.apache.unomi unomi
org.apache.wicket wicket wicket-core wicket-util
org.apache.ws.security wss4j
org.apache.wss4j wss4j-ws-security-dom
org.apache.xmlbeans xmlbeans
org.apache.xmlgraphics batik batik-bridge batik-script batik-svgbrowser batik-svgrasterizer batik-transcoder fop fop-core
org.apache.xmlgraphics xmlgraphics-commons
org.apache.zeppelin sap zeppelin zeppelin-interpreter zeppelin-jdbc zeppelin-server zeppelin-shell
org.apache.zookeeper zookeeper
org.apereo.cas cas-server-core-services-api cas-server-core-services-authentication cas-server-core-web cas-server-support-oauth-core-api
org.apereo.cas cas-server-support-oidc cas-server-support-otp-mfa-core cas-server-support-shell cas-server-support-simple-mfa
org.apereo.cas cas-server-support-x509-core cas-server-webapp
org.assertj assertj-core
org.b3log symphony
org.bedework bw-webdav
org.biouno uno-choice
org.biscuitsec biscuit
org.bitbucket.b_c jose4j
org.bonitasoft.connectors bonita-connector-webservice
org.bonitasoft.console bonita-web-server
org.bonitasoft.engine bonita-server
org.bonitasoft.platform platform-resources
org.boofcv boofcv-core
org.bouncycastle bc-fips bcpkix-fips bcpkix-jdk14 bcpkix-jdk15on bcpkix-jdk15to18 bcpkix-jdk18on bcprov-debug-jdk14 bcprov-debug-jdk15on
org.bouncycastle bcprov-debug-jdk15to18 bcprov-debug-jdk18on bcprov-ext-jdk14 bcprov-ext-jdk15on bcprov-ext-jdk15to18 bcprov-ext-jdk16
org.bouncycastle bcprov-ext-jdk18on bcprov-jdk12 bcprov-jdk13 bcprov-jdk14 bcprov-jdk15 bcprov-jdk15on bcprov-jdk15to18 bcprov-jdk16
org.bouncycastle bcprov-jdk18on bctls-fips bctls-jdk14 bctls-jdk15to18 bctls-jdk18on
org.broadleafcommerce broadleaf
org.clojure clojure
org.cloudfoundry.identity cloudfoundry-identity-common cloudfoundry-identity-scim cloudfoundry-identity-server
org.codehaus.castor castor
org.codehaus.groovy groovy groovy-all
org.codehaus.jackson jackson-mapper-asl
org.codehaus.jettison jettison
org.codehaus.plexus plexus-archiver plexus-utils
org.codelibs.fess fess
org.cometd.java cometd-java-oort
org.conjur.jenkins conjur-credentials
org.conscrypt conscrypt-openjdk-uber
org.craftercms crafter-core crafter-search crafter-studio craftercms
org.cryptacular cryptacular
org.csanchez.jenkins.plugins kubernetes
org.cyclonedx cyclonedx-core-java
org.datadog.jenkins.plugins datadog
org.directwebremoting dwr
org.dojotoolkit dojo
org.drools drools-core
org.dspace dspace-api dspace-jspui dspace-server-webapp dspace-xmlui
org.eclipse.birt org.eclipse.birt.report.viewer
org.eclipse.californium californium-core scandium
org.eclipse.ditto ditto
org.eclipse.edc connector-core transfer-data-plane
org.eclipse.hawkbit hawkbit-autoconfigure hawkbit-boot-starter hawkbit-boot-starter-ddi-api hawkbit-boot-starter-dmf-api
org.eclipse.hawkbit hawkbit-boot-starter-mgmt-api hawkbit-boot-starter-mgmt-ui hawkbit-parent hawkbit-starters hawkbit-ui
org.eclipse.hawkbit hawkbit-update-server
org.eclipse.hono hono-core
org.eclipse.jdt org.eclipse.jdt.ui
org.eclipse.jetty jetty-deploy jetty-http jetty-openid jetty-server jetty-servlets jetty-xml
org.eclipse.jetty.ee10 jetty-ee10-servlets
org.eclipse.jetty.ee8 jetty-ee8-servlets
org.eclipse.jetty.ee9 jetty-ee9-servlets
org.eclipse.jetty.http2 http2-common http2-hpack http2-server jetty-http2-common jetty-http2-server
org.eclipse.jetty.http3 http3-common http3-qpack jetty-http3-common
org.eclipse.jgit org.eclipse.jgit
org.eclipse.lemminx lemminx-parent
org.eclipse.leshan leshan-core
org.eclipse.lyo lyo-parent
org.eclipse.milo sdk-client sdk-server
org.eclipse.paho org.eclipse.paho.client.mqttv3
org.eclipse.parsson parsson
org.eclipse.platform org.eclipse.core.runtime org.eclipse.jface org.eclipse.platform org.eclipse.ui.forms org.eclipse.ui.ide
org.eclipse.platform org.eclipse.ui.workbench org.eclipse.urischeme
org.eclipse.rdf4j rdf4j rdf4j-runtime
org.eclipse.vorto org.eclipse.vorto.core
org.eclipse.xtend org.eclipse.xtend.core
org.eclipse.xtext org.eclipse.xtext
org.elasticsearch elasticsearch elasticsearch-hadoop
org.elasticsearch.client elasticsearch-rest-client
org.elasticsearch.plugin x-pack
org.esigate esigate-core
org.exist-db exist-core
org.expressme JOpenId
org.fedoraproject.jenkins.plugins copr
org.ff4j ff4j-core
org.fhir ucum
org.fitnesse fitnesse
org.folio mod-data-export-spring mod-remote-storage spring-module-core
org.fusesource.hawtjni hawtjni-runtime
org.geoserver gs-gwc gs-gwc-rest gs-main gs-ows gs-platform gs-restconfig gs-wfs gs-wms gs-wps
org.geoserver.community gs-jdbcconfig
org.geoserver.extension gs-mapml gs-wps-core
org.geoserver.web gs-web-app
org.geotools gt-jdbc
org.geysermc connector
org.glassfish jakarta.faces javax.faces mojarra-parent
org.glassfish.jersey.core jersey-common
org.glassfish.main.admin rest-service
org.glassfish.main.orb orb-connector
org.glassfish.main.web web-core
org.gluu oxauth-common
org.gradle gradle-core
org.grails grails-core grails-databinding
org.grails.plugins asset-pipeline fields
org.graylog graylog-parent
org.graylog2 graylog2-server
org.hibernate hibernate-core
org.hjson hjson
org.hl7.fhir.publisher org.hl7.fhir.publisher
org.hornetq hornetq-server
org.hornetq.rest hornetq-rest
org.hsqldb hsqldb
org.http4k http4k-format-xml
org.http4s blaze-core_2.11 blaze-core_2.12 blaze-core_2.13 http4s-async-http-client_2.12 http4s-async-http-client_2.13
org.http4s http4s-blaze-server_2.12 http4s-blaze-server_2.13 http4s-client http4s-core http4s-server http4s-server_2.12
org.hyperledger.besu evm
org.igniterealtime.openfire openfire xmppserver
org.infinispan infinispan-cachestore-jdbc infinispan-cachestore-jdbc-common infinispan-cachestore-remote infinispan-cachestore-sql
org.infinispan infinispan-client-hotrod infinispan-commons infinispan-core infinispan-hotrod infinispan-server-core infinispan-server-rest
org.infinispan.protostream protostream
org.ini4j ini4j
org.iq80.snappy snappy
org.jasig.cas cas-client
org.jasypt jasypt
org.java-websocket Java-WebSocket
org.javadelight delight-nashorn-sandbox
org.jberet jberet-core
org.jboss jboss-ejb-client
org.jboss.as jboss-as-server
org.jboss.cache jbosscache-core
org.jboss.fuse jboss-fuse
org.jboss.ironjacamar ironjacamar-jdbc
org.jboss.jbossas jboss-as-jmx-remoting
org.jboss.mod_cluster mod_cluster
org.jboss.naming jnpserver
org.jboss.narayana.rts lra-coordinator-jar
org.jboss.remoting jboss-remoting
org.jboss.resteasy resteasy-bom resteasy-client resteasy-client-microprofile resteasy-core resteasy-jaxb-provider resteasy-yaml-provider
org.jboss.weld weld-core-bom
org.jboss.ws jbossws-common
org.jboss.xnio xnio-api xnio-nio
org.jbpm jbpm-bpmn2
org.jclouds.api eucalyptus
org.jeecgframework.boot jeecg-boot-base jeecg-boot-base-core jeecg-boot-common jeecg-boot-parent
org.jenkinsci.plugins octoperf pipeline-model-definition pipeline-model-parent
org.jetbrains.kotlin kotlin-stdlib
org.jgroups jgroups
org.jline jline-parent
org.jodd jodd-http jodd-json
org.jolokia jolokia-core
org.jpmml pmml-model
org.jruby jruby jruby-core jruby-parent jruby-stdlib
org.jsoup jsoup
org.kairosdb kairosdb
org.keycloak keycloak-admin-cli keycloak-authz-client keycloak-common keycloak-core keycloak-ldap-federation keycloak-model-infinispan
org.keycloak keycloak-model-jpa keycloak-oidc-client-adapter-pom keycloak-parent keycloak-quarkus-server keycloak-saml-adapter-core
org.keycloak keycloak-saml-core keycloak-server-spi-private keycloak-services
org.kie.server kie-server-common
org.kohsuke libpam4j
org.kohsuke.stapler stapler-parent
org.kordamp.json json-lib-core
org.liquibase liquibase-core
org.lz4 lz4-pure-java
org.mapfish.print print-lib print-servlet print-standalone
org.matrix.android matrix-android-sdk2
org.mindrot jbcrypt
org.mongodb mongo-java-driver mongodb-driver mongodb-driver-legacy mongodb-driver-sync
org.mortbay.jetty jetty
org.mule.runtime mule
org.mybatis mybatis
org.neo4j neo4j neo4j-cypher neo4j-enterprise neo4j-kernel
org.neo4j.procedure apoc apoc-core
org.netbeans.html pom
org.ngrinder ngrinder-core
org.noear solon
org.nokogiri nekohtml
org.odpi.egeria egeria-connector-xtdb
org.ohdsi WebAPI
org.onosproject onos-base
org.open-metadata openmetadata-service
org.openapitools openapi-generator openapi-generator-maven-plugin openapi-generator-online
org.opencastproject opencast-common opencast-common-jpa-impl opencast-ingest-service-impl opencast-kernel opencast-oaipmh-api
org.opencms opencms-core
org.opencrx opencrx-client opencrx-core opencrx-core-config opencrx-core-models opencrx-gradle
org.openhab.ui.bundles org.openhab.ui.cometvisu
org.openidentityplatform.openam openam-core openam-federation-library openam-oauth2
org.openjfx javafx-media
org.opennms opennms opennms-base-assembly opennms-config opennms-provision opennms-util opennms-webapp opennms-webapp-rest
org.opennms.core org.opennms.core.daemon org.opennms.core.xml
org.opennms.features org.opennms.features.measurements
org.openrefine database extensions openrefine
org.openrefine.dependencies butterfly
org.opensaml opensaml xmltooling
org.opensearch opensearch
org.opensearch.plugin opensearch-observability opensearch-reports-scheduler
org.openshift.jenkins openshift-login
org.ops4j.pax.logging pax-logging-log4j2
org.ovirt.engine.sdk ovirt-engine-sdk-java
org.owasp csrfguard dependency-check-ant dependency-check-cli dependency-check-maven
org.owasp.antisamy antisamy
org.owasp.esapi esapi
org.pac4j pac4j-core pac4j-oidc pac4j-saml
org.picketlink picketlink-common picketlink-tomcat-common
org.postgresql pgjdbc-aggregate postgresql
org.powernukkit powernukkit
org.primefaces primefaces
org.python jython jython-standalone
org.quartz-scheduler quartz
org.redisson redisson
org.restlet.jse org.restlet org.restlet.ext.jaxrs
org.richfaces richfaces richfaces-core
org.rundeck rundeck rundeck-core rundeckapp
org.sakaiproject.kernel sakai-kernel-impl
org.scala-lang scala-compiler scala-library
org.scala-sbt io_2.12 io_2.13 io_3 sbt
org.seleniumhq.selenium selenium-grid selenium-server
org.silverpeas.core silverpeas-core silverpeas-core-api silverpeas-core-configuration silverpeas-core-war silverpeas-core-web
org.simpleframework simple-xml
org.slf4j slf4j-ext
org.smartboot.servlet servlet-core
org.sonarsource.sonarqube sonar-plugin-api sonar-web
org.sonatype.nexus nexus-core nexus-extdirect nexus-repository
org.sonatype.nexus.ci nexus-jenkins-plugin
org.sonatype.nexus.plugins nexus-yum-repository-plugin
org.sonatype.sisu sisu-guava
org.soot-oss soot
org.springframework spring spring-beans spring-context spring-core spring-expression spring-framework-bom spring-jdbc spring-messaging
org.springframework spring-oxm spring-web spring-webflux spring-webmvc
org.springframework.amqp spring-amqp
org.springframework.batch spring-batch-core
org.springframework.boot spring-boot spring-boot-actuator spring-boot-actuator-autoconfigure spring-boot-autoconfigure spring-boot-loader
org.springframework.boot spring-boot-loader-classic spring-boot-starter-web spring-boot-starter-webflux
org.springframework.cloud spring-cloud-config-server spring-cloud-contract-shade spring-cloud-function-context
org.springframework.cloud spring-cloud-function-parent spring-cloud-gateway spring-cloud-netflix spring-cloud-netflix-hystrix-dashboard
org.springframework.cloud spring-cloud-netflix-zuul spring-cloud-openfeign-core spring-cloud-skipper spring-cloud-task-dependencies
org.springframework.credhub spring-credhub-core
org.springframework.data spring-data-commons spring-data-jpa spring-data-mongodb spring-data-rest-core
org.springframework.graphql spring-graphql
org.springframework.hateoas spring-hateoas
org.springframework.integration spring-integration-core spring-integration-ws spring-integration-xml spring-integration-zip
org.springframework.kafka spring-kafka
org.springframework.ldap spring-ldap-core
org.springframework.security spring-security-bom spring-security-cas spring-security-config spring-security-core
org.springframework.security spring-security-oauth2-authorization-server spring-security-oauth2-client spring-security-oauth2-jose
org.springframework.security spring-security-web
org.springframework.security.oauth spring-security-oauth spring-security-oauth2
org.springframework.session spring-session-core
org.springframework.social spring-social-core
org.springframework.vault spring-vault-core
org.springframework.webflow spring-webflow
org.springframework.ws spring-ws spring-xml
org.terasoluna.gfw terasoluna-gfw-common
org.testifyproject.external external-snakeyaml
org.testng testng
org.thingsboard thingsboard
org.thymeleaf thymeleaf-spring5
org.togglz togglz-console
org.torpedoquery org.torpedoquery
org.typelevel jawn-parser
org.verapdf core-arlington core-jakarta library-arlington library-jakarta
org.vivoweb vitro-project
org.wildfly wildfly-dist wildfly-metrics wildfly-parent
org.wildfly.bom wildfly
org.wildfly.core wildfly-controller wildfly-core-parent wildfly-host-controller wildfly-server
org.wildfly.openssl wildfly-openssl-natives-parent
org.wildfly.security wildfly-elytron wildfly-elytron-http-oidc
org.wiremock wiremock wiremock-standalone wiremock-webhooks-extension
org.wso2.am wso2am
org.wso2.carbon.analytics-common org.wso2.carbon.event.input.adapter.core
org.wso2.carbon.commons org.wso2.carbon.ntask.core
org.wso2.carbon.event-processing org.wso2.carbon.event.processor.core
org.wso2.carbon.governance org.wso2.carbon.governance.common
org.wso2.carbon.identity.framework org.wso2.carbon.identity.application.authentication.framework
org.wso2.carbon.registry carbon-registry org.wso2.carbon.registry.extensions
org.wso2.identity.apps authentication-portal
org.wso2.transport.http org.wso2.transport.http.netty
org.xerial sqlite-jdbc
org.xerial.snappy snappy-java
org.xmlunit xmlunit-core
org.xwiki.commons xwiki-commons xwiki-commons-core xwiki-commons-velocity xwiki-commons-xml
org.xwiki.contrib application-ckeditor-ui xwiki-application-admintools
org.xwiki.contrib.changerequest application-changerequest-default application-changerequest-ui
org.xwiki.contrib.oidc oidc-authenticator
org.xwiki.platform xwiki-core-rendering-macro-footnotes xwiki-platform xwiki-platform-administration xwiki-platform-administration-ui
org.xwiki.platform xwiki-platform-annotation-ui xwiki-platform-appwithinminutes xwiki-platform-appwithinminutes-ui
org.xwiki.platform xwiki-platform-attachment-api xwiki-platform-attachment-ui xwiki-platform-ckeditor-ui xwiki-platform-crypto
org.xwiki.platform xwiki-platform-diff-xml xwiki-platform-display-api xwiki-platform-distribution-war xwiki-platform-filter-ui
org.xwiki.platform xwiki-platform-flamingo xwiki-platform-flamingo-skin xwiki-platform-flamingo-skin-resources
org.xwiki.platform xwiki-platform-flamingo-theme-ui xwiki-platform-help-ui xwiki-platform-icon-default xwiki-platform-icon-script
org.xwiki.platform xwiki-platform-icon-ui xwiki-platform-index-tree-macro xwiki-platform-index-ui xwiki-platform-invitation-ui
org.xwiki.platform xwiki-platform-legacy-events-hibernate-ui xwiki-platform-legacy-notification-activitymacro
org.xwiki.platform xwiki-platform-legacy-oldcore xwiki-platform-like-ui xwiki-platform-livedata-macro xwiki-platform-livetable-ui
org.xwiki.platform xwiki-platform-localization-source-wiki xwiki-platform-logging-ui xwiki-platform-mail-send-default
org.xwiki.platform xwiki-platform-mentions-ui xwiki-platform-menu xwiki-platform-menu-ui xwiki-platform-notifications-ui
org.xwiki.platform xwiki-platform-office-importer xwiki-platform-office-viewer xwiki-platform-oldcore xwiki-platform-panels-ui
org.xwiki.platform xwiki-platform-ratings-api xwiki-platform-realtime-ui xwiki-platform-rendering-async-macro
org.xwiki.platform xwiki-platform-rendering-macro-context xwiki-platform-rendering-macro-include xwiki-platform-rendering-parser
org.xwiki.platform xwiki-platform-rendering-wikimacro-store xwiki-platform-rendering-xwiki xwiki-platform-repository-server-ui
org.xwiki.platform xwiki-platform-rest-server xwiki-platform-scheduler-ui xwiki-platform-search-solr-api xwiki-platform-search-solr-query
org.xwiki.platform xwiki-platform-search-solr-ui xwiki-platform-search-ui xwiki-platform-security
org.xwiki.platform xwiki-platform-security-authentication-default xwiki-platform-security-authentication-script
org.xwiki.platform xwiki-platform-sharepage-api xwiki-platform-skin-skinx xwiki-platform-skin-ui xwiki-platform-store-filesystem-oldcore
org.xwiki.platform xwiki-platform-tag-api xwiki-platform-tag-ui xwiki-platform-test-ui xwiki-platform-tool-configuration-resources
org.xwiki.platform xwiki-platform-uiextension-api xwiki-platform-user-profile-ui xwiki-platform-vfs-ui xwiki-platform-web
org.xwiki.platform xwiki-platform-web-templates xwiki-platform-web-war xwiki-platform-wiki-ui-mainwiki xwiki-platform-xar-model
org.xwiki.platform xwiki-platform-xclass-ui xwiki-web-standard
org.xwiki.rendering xwiki-rendering-macro-footnotes xwiki-rendering-xml
org.yamcs yamcs
org.zenframework.z8.dependencies.commons log4j-1.2.17
org.zeroturnaround zt-zip
org.zkoss.zk zk
paramiko paramiko
pl.allegro.tech.hermes hermes-management
psutil psutil
pycrypto pycrypto
pycryptodome pycryptodome
pyxdg pyxdg
ren.helloworld upload-pgyer
requests requests
rg.mule.modules mule-apikit-module
ro.pippo pippo-core pippo-fastjson pippo-session
rope rope
ru.yandex.clickhouse clickhouse-jdbc-bridge
se.diabol.jenkins.pipeline delivery-pipeline-plugin
software.amazon.awssdk.iotdevicesdk aws-iot-device-sdk
software.amazon.cryptography aws-database-encryption-sdk-dynamodb
struts struts
tech.kwik kwik
tech.pegasys.discovery discovery
tensorflow tensorflow
top.tangyh.basic lamp-core lamp-util
urllib3 urllib3
us.springett alpine
waitress waitress
xalan xalan
`
